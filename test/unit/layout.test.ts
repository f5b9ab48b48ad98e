import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { projectDir } from '../support/files.js';

test('each file of src/ has a name that no other file of src/ has', async () => {
  const files = await glob('src/**/*.ts', { cwd: projectDir });
  assert(files.length > 100);
  const names = files.map((file) => basename(file));
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('each folder of test/unit is a folder of src/', async () => {
  const folders = await glob('*', { cwd: join(projectDir, 'test/unit'), onlyDirectories: true });
  const rooms = await glob('*', { cwd: join(projectDir, 'src'), onlyDirectories: true });
  assert.deepEqual(
    folders.filter((folder) => !rooms.includes(folder)),
    [],
  );
});
