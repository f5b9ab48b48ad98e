import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nearestFiles } from '../../../src/base/nearestFiles.js';
import { shortPath } from '../../../src/base/shortPath.js';
import { tempDir } from '../../support/files.js';

test('of a misspelt path, the files or directories that it may have meant are found', () => {
  const cwd = tempDir();
  for (const dir of ['plug', 'plugins/auth', 'plain/auth', '.hidden'])
    mkdirSync(join(cwd, dir), { recursive: true });
  for (const file of ['plug.so', 'server', '-x.so']) writeFileSync(join(cwd, file), '');
  const near = (path: string, kind: 'directory' | 'file' | 'any'): string[] =>
    nearestFiles(join(cwd, path), cwd, kind);
  assert.deepEqual(near('plgu', 'directory'), ['plug']);
  assert.deepEqual(near('plug.sp', 'file'), ['plug.so']);
  assert.deepEqual(near('sevrer', 'any'), ['server']);
  assert.deepEqual(near('sevrer', 'directory'), []);
  // The element in the middle is misspelt, and only one of the similar ones has the rest.
  assert.deepEqual(near('plugns/auth', 'directory'), ['plugins/auth']);
  assert.deepEqual(near('plugins/auht', 'directory'), ['plugins/auth']);
  assert.deepEqual(near('plug.so/x', 'directory'), []);
  assert.deepEqual(near('hiden', 'directory'), []);
  assert.deepEqual(near('nothing/alike', 'any'), []);
  assert.deepEqual(near('-y.so', 'file'), ['./-x.so']);
});

test('a path in a message is relative if that is shorter, and never looks like a flag', () => {
  assert.equal(shortPath('/a/b', '/a'), 'b');
  assert.equal(shortPath('/a', '/a'), '.');
  assert.equal(shortPath('/x', '/a/b/c'), '/x');
  assert.equal(shortPath('/a/-o', '/a'), './-o');
});
