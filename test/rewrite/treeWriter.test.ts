import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { publishTree } from '../../src/write/treeWriter.js';
import { tempDir } from '../support/files.js';

test('nothing is written outside of the tree', async () => {
  const dir = tempDir();
  for (const path of ['../x', 'a/../../x', '../tree2/x', '..']) {
    const writing = publishTree(join(dir, 'tree'), {}, 'keep', async (writer) => {
      await Promise.resolve();
      writer.write(path, '');
    });
    await assert.rejects(writing, /lies outside/, path);
  }
  assert.deepEqual(readdirSync(dir), []);
});

test('paths inside of the tree may begin with dots and go up', async () => {
  const dir = tempDir();
  await publishTree(join(dir, 'tree'), {}, 'keep', async (writer) => {
    await Promise.resolve();
    writer.write('..a/b/../c', 'content');
  });
  assert.equal(readFileSync(join(dir, 'tree/..a/c'), 'utf8'), 'content');
  assert(!existsSync(join(dir, 'c')));
});
