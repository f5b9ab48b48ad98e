/** What is checked for each Go version: everything is built with it, the host too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { compare } from './compare.js';

/**
 * @param plugins - below `fixtures/renaming`, for the oldest release, too.
 */
export function testRelease(release: string, plugins: string[]): void {
  test(`${release}: plugins load into a host built with it and behave like plain builds`, async () => {
    const env = { GOTOOLCHAIN: release };
    assert.equal((await go(fixtureDir('renaming'), ['env', 'GOVERSION'], env)).trim(), release);
    for (const plugin of plugins) {
      const { plain, renamed } = await compare(plugin, { env });
      assert.ok(Object.keys(plain).length > 5);
      assert.deepEqual(renamed, plain, plugin);
    }
  });
}
