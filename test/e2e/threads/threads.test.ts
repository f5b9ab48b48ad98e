import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { runTool } from '../../support/process.js';

/** Enough for a second thread (JOBS_PER_THREAD in src/worktree/rewriteJobs.ts). */
const FILES = 5200;

/** A plugin with many files, which go itself does not read; one has a different header. */
function manyFiles(odd: string): string {
  const dir = tempDir();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  };
  write('go.mod', 'module example.com/many\n\ngo 1.20\n');
  write('main.go', 'package main\n\nimport _ "example.com/many/own"\n\nfunc main() {}\n');
  write('own/own.go', 'package own\n');
  for (let number = 0; number < FILES; number++) {
    const header = number === FILES / 2 ? odd : 'package main\n\nimport _ "example.com/many/own"\n';
    write(`file${number}.go`, `//go:build ignore\n\n${header}`);
  }
  return dir;
}

test('worker threads share the files of a large module', async () => {
  const out = join(tempDir(), 'out');
  const { exitCode, stderr } = await runTool(['rewrite', manyFiles('package main\n'), '--out', out]);
  assert.equal(exitCode, 0, stderr);
  const files = readdirSync(out).filter((name) => /^file\d+\.go$/.test(name));
  assert.equal(files.length, FILES);
  const renamed = files.filter((name) =>
    /"\w+\/example.com\/many\/own"/.test(readFileSync(join(out, name), 'utf8')),
  );
  assert.equal(renamed.length, FILES - 1);
});

test('a file that is not Go ends the work of all worker threads', async () => {
  const out = join(tempDir(), 'out');
  const { exitCode, stderr } = await runTool([
    'rewrite',
    manyFiles('package main\n\nimport )\n'),
    '--out',
    out,
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, new RegExp(`file${FILES / 2}\\.go:5:`));
  assert(!existsSync(out));
  assert.deepEqual(readdirSync(dirname(out)), []);
});
