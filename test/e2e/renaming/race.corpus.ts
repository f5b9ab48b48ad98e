import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from './compare.js';

test('a plugin built with -race loads into a host built with it', async () => {
  const { plain, renamed } = await compare('cgo/plugin/cmd/plug', { flags: ['-race'] });
  assert.ok(Object.keys(plain).length > 5);
  assert.deepEqual(renamed, plain);
});
