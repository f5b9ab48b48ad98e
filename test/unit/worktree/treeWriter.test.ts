import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { publishTree, readMarker } from '../../../src/worktree/treeWriter.js';
import { tempDir } from '../../support/files.js';

test('the tree writer writes nothing outside the tree', async () => {
  const dir = tempDir();
  for (const path of ['../x', 'a/../../x', '../tree2/x', '..']) {
    const writing = publishTree(join(dir, 'tree'), {}, 'keep', async (writer) => {
      await Promise.resolve();
      writer.write(path, '');
    });
    await assert.rejects(writing, /is outside/, path);
  }
  assert.deepEqual(readdirSync(dir), []);
});

test('paths inside a tree may begin with dots and go up', async () => {
  const dir = tempDir();
  await publishTree(join(dir, 'tree'), {}, 'keep', async (writer) => {
    await Promise.resolve();
    writer.write('..a/b/../c', 'content');
  });
  assert.equal(readFileSync(join(dir, 'tree/..a/c'), 'utf8'), 'content');
  assert(!existsSync(join(dir, 'c')));
});

test('two processes that write the same tree at once do not collide: one of them completes it', async () => {
  const dir = join(tempDir(), 'tree');
  const publish = (name: string, wait: number): Promise<void> =>
    publishTree(dir, { name }, 'keep', async (writer) => {
      writer.write('first.txt', name);
      await setTimeout(wait);
      writer.write('second.txt', name);
    });
  await Promise.all([publish('slow', 100), publish('fast', 20)]);
  assert.equal(readFileSync(join(dir, 'first.txt'), 'utf8'), 'fast');
  assert.equal(readFileSync(join(dir, 'second.txt'), 'utf8'), 'fast');
  assert.deepEqual(readMarker(dir), { name: 'fast' });
  assert.deepEqual(readdirSync(dirname(dir)), ['tree']);
});
