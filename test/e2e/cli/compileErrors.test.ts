/** What the compiler and the linker say, with the user's own files, lines and import paths. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';
import { Workspace } from './workspace.js';

const broken: { what: string; files: Record<string, string> }[] = [
  {
    what: 'type errors in main',
    files: { 'plugin/main.go': 'package main\n\nfunc Answer() int {\n\tunused := 1\n\treturn "no"\n}\n' },
  },
  { what: 'a syntax error in main', files: { 'plugin/main.go': 'package main\n\nfunc {\n' } },
  {
    what: "type errors in the plugin's own packages",
    files: {
      'plugin/greet/greet.go':
        'package greet\n\nimport (\n\t"example.com/dep"\n\t"example.com/hello/plugin/greet/deep"\n)\n\n' +
        'func Hello() string { return dep.Missing + deep.T{}.F }\n',
      'plugin/greet/deep/deep.go': 'package deep\n\ntype T struct{}\n',
    },
  },
  { what: 'an error in a dependency', files: { 'dep/dep.go': 'package dep\n\nconst Name = missing\n' } },
  {
    what: 'types of two packages with one name',
    files: {
      'plugin/dep/dep.go': 'package dep\n\ntype T struct{}\n',
      'dep/dep.go': 'package dep\n\nconst Name = ""\n\ntype T struct{}\n',
      'plugin/main.go':
        'package main\n\nimport (\n\ttheirs "example.com/dep"\n\tours "example.com/hello/plugin/dep"\n)\n\n' +
        'var x theirs.T = ours.T{}\n',
    },
  },
  {
    what: 'something declared twice',
    files: { 'plugin/again.go': '// Again.\npackage main\n\nfunc Answer() string { return "" }\n' },
  },
  {
    what: 'a function without a body',
    files: { 'plugin/greet/greet.go': 'package greet\n\nfunc Hello() string\n' },
  },
  {
    what: 'C that does not compile',
    files: {
      'plugin/greet/greet.go':
        'package greet\n\n// #include "greet.h"\n// int twice(int x) { return missing(x); }\nimport "C"\n\n' +
        'func Hello() string { return C.GoString(C.hello()) }\n',
      'plugin/greet/greet.h': 'char *hello(void)\nint;\n',
    },
  },
];

for (const { what, files } of broken) {
  test(`compile error, ${what}: build prints it like go build, from two directories`, async () => {
    const workspace = Workspace.of('hello', files);
    const inPlugin = { cwd: workspace.path('plugin') };
    const plain = await run('go', ['build', '-buildmode=plugin', '-o', '/dev/null', '.'], inPlugin);
    assert.notEqual(plain.exitCode, 0);
    for (const [from, dir] of [
      ['.', 'plugin'],
      ['plugin', '.'],
    ] as const) {
      const message = await workspace.refused(['build', dir, '-o', 'x.so'], { cwd: workspace.path(from) });
      const [, said] = FAILED.exec(message) ?? [];
      assert.deepEqual(locations(said ?? '', from), locations(plain.stderr, 'plugin'));
    }
  });
}

/** Nothing follows the compiler's message: the user's files are what has to be fixed. */
const FAILED = /^go build failed with go1\.[\w.]+:\n((?:.|\n)*)$/;

/** A message with each file as seen from the copy's root. The C compiler's lines after the first name its own files. */
function locations(text: string, from: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(\d* \||[|~^])|^\s*$/.test(line))
    .map((line) => {
      return line.replace(
        /^(\s*(?:In file included from )?)((?:\.{0,2}\/)?[\w./]+)(?=:(?:\d| In ))/,
        (_, start: string, file: string) => {
          return start + new URL(file, `file:///${from}/`).pathname;
        },
      );
    });
}

test('a link error names the missing function, and the command shown reproduces it', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/greet/greet.go': 'package greet\n\nfunc Hello() string\n',
    // With it, the compiler takes a function without body for one in assembly.
    'plugin/greet/empty.s': '',
  });
  const message = await workspace.refused(['build', 'plugin']);
  assert.match(message, /^go build failed with go1\.[\w.]+:\n# example\.com\/hello\/plugin\n/);
  assert.match(message, /example\.com\/hello\/plugin\/greet\.Hello/);
  const command = message.slice(message.lastIndexOf('\n  cd '));
  assert.doesNotMatch(message.slice(0, -command.length), /t_\d/);
  const again = await run('bash', ['-c', command]);
  assert.notEqual(again.exitCode, 0);
  assert.match(again.stderr, /hello\/plugin\/greet\.Hello/);
});

test('compile errors of a plugin whose work tree and home have spaces and umlauts in their paths', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/greet/greet.go': 'package greet\n\nfunc Hello() string { return 1 }\n',
  });
  const workDir = `${tempDir()}/work dir é`;
  const message = await workspace.refused(['build', 'plugin', '--work-dir', workDir]);
  assert.match(
    message,
    /^go build failed with go1\.[\w.]+:\n# example\.com\/hello\/plugin\/greet\nplugin\/greet\/greet\.go:3:\d+: /,
  );
  assert.doesNotMatch(message, /work dir/);
});
