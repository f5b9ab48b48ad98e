import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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

test('files of the project that a page or a comment names are there', async () => {
  const pages = await glob(['*.md', 'docs/**/*.md', 'src/**/*.ts', 'Makefile'], { cwd: projectDir });
  const named = pages.flatMap((page) =>
    [...readFileSync(join(projectDir, page), 'utf8').matchAll(NAMED_FILE)].map(
      (match) => `${page}: ${match[0]}`,
    ),
  );
  assert(named.length > 20);
  assert.deepEqual(
    named.filter((line) => !existsSync(join(projectDir, line.slice(line.indexOf(': ') + 2)))),
    [],
  );
});

/** A path from the project's directory, with a file's ending. */
const NAMED_FILE = /(?<![\w./-])(?:src|test|scripts|bench|schema|docs)\/[\w./-]+\.(?:ts|js|json|sh|md|go)\b/g;
