/** `-modcacherw` leaves the module cache writable: what is edited there causes a build. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settle } from '../../support/files.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { run } from '../../support/process.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello', {
  'plugin/go.mod':
    'module example.com/hello/plugin\n\ngo 1.18\n\nrequire (\n\texample.com/c v1.0.0\n\texample.com/dep v0.0.0\n\texample.com/texts v1.0.0\n)\n\nreplace example.com/dep => ../dep\n',
  'plugin/main.go':
    'package main\n\nimport (\n\t"example.com/c"\n\t_ "example.com/texts"\n)\n\nfunc Answer() string { return c.Answer() }\n\nfunc main() {}\n',
  'modules/example.com/texts@v1.0.0/go.mod': 'module example.com/texts\n\ngo 1.18\n',
  'modules/example.com/texts@v1.0.0/texts.go':
    'package texts\n\nimport "embed"\n\n//go:embed all\nvar All embed.FS\n',
  'modules/example.com/texts@v1.0.0/all/one.txt': 'one\n',
  // Not embedded, but the directory is there.
  'modules/example.com/texts@v1.0.0/all/empty/.hidden': '',
  'modules/example.com/c@v1.0.0/go.mod': 'module example.com/c\n\ngo 1.18\n',
  'modules/example.com/c@v1.0.0/c.go':
    'package c\n\n// int answer(void);\nimport "C"\n\nfunc Answer() string { return string(rune(C.answer())) }\n',
  'modules/example.com/c@v1.0.0/answer.c': '#include "lib/answer.h"\n\nint answer(void) { return ANSWER; }\n',
  'modules/example.com/c@v1.0.0/lib/answer.h': '#define ANSWER 42\n',
});
const proxy = setUpProxy(workspace.path('modules'));

test('a build with a writable module cache is remembered, and a change in it causes a build', async () => {
  const env: Record<string, string> = { ...proxy, GOFLAGS: '-modcacherw' };
  const tidied = await run('go', ['mod', 'tidy'], { cwd: workspace.path('plugin'), env });
  assert.equal(tidied.exitCode, 0, tidied.stderr);
  const file = workspace.path('plugin.so');
  const writesAnew = async (): Promise<boolean> => {
    await settle();
    const before = statSync(file, { throwIfNoEntry: false })?.ino;
    const { exitCode, stderr } = await workspace.run(['build', './plugin', '-o', file], { env });
    assert.equal(exitCode, 0, stderr);
    return statSync(file).ino !== before;
  };
  await writesAnew();
  assert.equal(await writesAnew(), false);
  const cached = (name: string): string => join(env['GOMODCACHE'] ?? '', 'example.com', name);
  for (const [name, content] of [
    ['c@v1.0.0/c.go', `${readFileSync(cached('c@v1.0.0/c.go'), 'utf8')}\nvar Added = 1\n`],
    ['c@v1.0.0/lib/answer.h', '#define ANSWER 43\n'],
    ['c@v1.0.0/lib/new.h', '#define NEW 1\n'],
    ['texts@v1.0.0/all/one.txt', 'another\n'],
    ['texts@v1.0.0/all/two.txt', 'two\n'],
    ['texts@v1.0.0/all/empty/three.txt', 'three\n'],
  ] as const) {
    writeFileSync(cached(name), content);
    assert.equal(await writesAnew(), true, name);
    assert.equal(await writesAnew(), false, `${name}, afterwards`);
  }
});
