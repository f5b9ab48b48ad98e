/** Each module is compiled by its own go line; the root of the work tree has the highest one of all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, type BuildRequest } from './compare.js';

const one = 'one variable';
const each = 'a variable each';

function testGoLines(title: string, plugin: string, main: string, request: BuildRequest = {}): void {
  test(`go line of ${title}`, async () => {
    const { plain, renamed } = await compare(`golines/${plugin}`, request);
    assert.deepEqual(plain, { main, old: one, new: each, none: one });
    assert.deepEqual(renamed, plain);
  });
}

// go.work beside them lists only the others.
testGoLines('a plugin at go1.22, a dependency at 1.21', 'plugin-new', each, { env: { GOWORK: 'off' } });

testGoLines('a plugin at go1.21, a dependency at 1.22', 'plugin-old', one);

testGoLines('a plugin without a go line', 'plugin-none', one);
