/** What the tests of a file have in common. */
import assert from 'node:assert/strict';
import { before } from 'node:test';

/** What is set up by now. Some releases of Node start a hook when it is declared, others one after the other. */
let ready: Promise<unknown> | undefined;

/**
 * Makes something once, before the first test of the file, and after what was declared before it.
 * @returns a function that returns it, for tests and for later setUps.
 */
export function setUp<T>(make: () => Promise<T>): () => T {
  let made: { value: T } | undefined;
  before(() => {
    const earlier = ready;
    ready = (async () => {
      await earlier;
      made = { value: await make() };
    })();
    return ready;
  });
  return () => {
    assert.ok(made !== undefined, 'what setUp makes is there in tests only');
    return made.value;
  };
}
