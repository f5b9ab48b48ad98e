/** `.go` files in place of a directory, as go build takes them. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { settle, tempDir } from '../../support/files.js';
import { buildLoader, go, type Loader } from '../../support/go.js';
import { runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

let load: Loader;
setUp(async () => {
  load = await buildLoader();
});

function plugin(answer: string, { above = '', imports = '', below = '' } = {}): string {
  return `${above}package main\n\n${imports}\nfunc Answer() string { return ${answer} }\n\nfunc main() {}\n${below}`;
}

class Files {
  readonly dir = tempDir();
  readonly env = { GORENAME_PLUGIN_CACHE: join(tempDir(), 'cache') };

  constructor(files: Record<string, string>) {
    this.write({ 'go.mod': 'module example.com/files\n\ngo 1.21\n', ...files });
  }

  write(files: Record<string, string>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, path)), { recursive: true });
      writeFileSync(join(this.dir, path), content);
    }
  }

  run(args: string[]): Promise<Outcome> {
    return runTool(args, { cwd: this.dir, env: this.env });
  }

  async built(...args: string[]): Promise<void> {
    const { exitCode, stderr } = await this.run(['build', ...args]);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  }

  async answers(...names: string[]): Promise<(string | undefined)[]> {
    const loaded = await load(names.map((name) => join(this.dir, name)));
    return loaded.map(({ answer, error }) => answer ?? error);
  }
}

const inner = 'import "example.com/files/internal/shared"\n';
const SHARED = 'package shared\n\nvar calls int\n\nfunc Next() int { calls++; return calls }\n';

test('plugins of one directory, built from separate file lists, have separate paths and variables, and load into one host', async () => {
  const files = new Files({
    'p/a.go': plugin('"a " + string(rune(48+shared.Next()))', { imports: inner }),
    'p/b.go': plugin('"b " + string(rune(48+shared.Next()))', { imports: inner }),
    // The same in another file is another plugin.
    'p/c.go': plugin('"b " + string(rune(48+shared.Next()))', { imports: inner }),
    'p/more.go': 'package main\n\nfunc more() string { return "more" }\n',
    'p/d.go': plugin('more()'),
    'internal/shared/shared.go': SHARED,
  });
  for (const name of ['a', 'b', 'c']) await files.built(`p/${name}.go`);
  await files.built('./p/more.go', './p/d.go');
  await files.built('-o', 'e.so', 'p/d.go', 'p/more.go');
  const answers = ['a 1', 'b 1', 'b 1', 'more', 'more'];
  assert.deepEqual(await files.answers('a.so', 'b.so', 'c.so', 'more.so', 'e.so'), answers);
});

test('file arguments: an up-to-date plugin is not built again, for each list of files', async () => {
  const files = new Files({ 'a.go': plugin('"a"'), 'b.go': plugin('"b"') });
  const build = async (name: string): Promise<object> => {
    // Another output beside the sources counts as well.
    await settle();
    const { stdout } = await files.run(['build', `${name}.go`, '-o', `${name}.so`, '--json']);
    return (JSON.parse(stdout) as { timings: object }).timings;
  };
  await build('a');
  await build('b');
  for (const name of ['a', 'b']) await build(name);
  assert.deepEqual([await build('a'), await build('b')], [{}, {}]);
  files.write({ 'b.go': plugin('"changed"') });
  assert.deepEqual(await build('a'), {});
  assert.notDeepEqual(await build('b'), {});
  assert.deepEqual(await files.answers('a.so', 'b.so'), ['a', 'changed']);
});

test('file arguments: build constraints in lines and file names do not count, and source positions stay', async () => {
  const caller = 'import (\n\t"fmt"\n\t"path"\n\t"runtime"\n)\n';
  const answer = 'where()';
  const below =
    '\nfunc where() string {\n\t_, file, line, _ := runtime.Caller(0)\n\treturn fmt.Sprint(path.Base(file), ":", line)\n}\n';
  const above =
    '\ufeff//go:build ignore && windows\n// +build ignore\n// +build windows\n\n// Package main.\n';
  const files = new Files({ 'auth_js.go': plugin(answer, { above, imports: caller, below }) });
  const plain = await goFiles(files.dir, ['auth_js.go'], 'plain.so');
  await files.built('auth_js.go');
  const [expected] = await load([plain]);
  assert.match(expected?.answer ?? '', /^auth_js\.go:\d+$/);
  assert.deepEqual(await files.answers('auth_js.so'), [expected?.answer]);

  files.write({ 'auth_js.go': `${plugin(answer)}\nvar x = undefinedName\n` });
  const { exitCode, stderr } = await files.run(['build', 'auth_js.go']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^auth_js\.go:\d+:\d+: undefined: undefinedName$/m);
});

test('file arguments: cgo, embedded files and headers of the directory are included, its other sources are not', async () => {
  const imports =
    '// #include "value.h"\nimport "C"\n\nimport _ "embed"\n\n//go:embed text.txt\nvar text string\n';
  const files = new Files({
    'p/c.go': plugin('text + string(rune(48+int(C.VALUE)))', { imports }),
    'p/value.h': '#define VALUE 7\n',
    'p/text.txt': 'text ',
    'p/broken.c': '#error not this one\n',
    'p/broken.go': 'package other\n',
    'p/asm_amd64.s': 'broken\n',
  });
  await files.built('p/c.go');
  assert.deepEqual(await files.answers('c.so'), ['text 7']);
  const tree = join(files.dir, 'tree');
  const { exitCode, stdout, stderr } = await files.run(['rewrite', 'p/c.go', '--out', tree]);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^cd tree && go build /);
  await go(tree, ['build', '-buildmode=plugin', '-o', join(files.dir, 'tree.so'), './p']);
  assert.deepEqual(await files.answers('tree.so'), ['text 7']);
});

test('file arguments: a file may be in the directory of the package that it imports', async () => {
  const files = new Files({
    'lib/lib.go': 'package lib\n\nfunc Name() string { return "lib" }\n',
    'lib/plug.go': plugin('lib.Name()', {
      above: '//go:build ignore\n\n',
      imports: 'import "example.com/files/lib"\n',
    }),
  });
  await files.built('lib/plug.go');
  assert.deepEqual(await files.answers('plug.so'), ['lib']);
  const { exitCode, stderr } = await files.run(['rewrite', 'lib/plug.go', '--out', 'tree']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /the directory of the named files also contains package example\.com\/files\/lib/);
  assert(!existsSync(join(files.dir, 'tree')));
});

test('file arguments: explain and --json list the files; vendored modules and workspaces work alike', async () => {
  const files = new Files({ 'w/go.mod': 'module example.com/w\n\ngo 1.21\n', 'w/a.go': plugin('"w"') });
  files.write({ 'go.work': 'go 1.21\n\nuse (\n\t.\n\t./w\n)\n' });
  const { stdout } = await files.run(['build', 'w/a.go', '--json']);
  const { main } = JSON.parse(stdout) as { main: { importPath: string; files: string[] } };
  assert.deepEqual([main.importPath, main.files], ['example.com/w', ['a.go']]);
  assert.deepEqual(await files.answers('a.so'), ['w']);
  rmSync(join(files.dir, 'go.work'));
  const explained = await files.run(['explain', 'w/a.go']);
  assert.equal(explained.stdout, 'example.com/w renamed: the plugin itself');
});

const refusals: [string, string[], RegExp][] = [
  [
    'a directory among them',
    ['a.go', 'p'],
    /^gorename-plugin: named files must all be \.go files, and p is not one\n/,
  ],
  ['two directories', ['a.go', 'p/b.go'], /: named files must all be in one directory; have /],
  ['a file that is not there', ['missing.go'], /: missing\.go: no such file\n/],
  ['a package of another name', ['lib.go'], /package lib, not package main/],
  ['tests alone', ['a_test.go'], /no non-test Go files/],
];
for (const [what, args, expected] of refusals)
  test(`build refuses file arguments: ${what}`, async () => {
    const files = new Files({
      'a.go': plugin('"a"'),
      'p/b.go': plugin('"b"'),
      'lib.go': 'package lib\n',
      'a_test.go': 'package main\n',
    });
    const { exitCode, stdout, stderr } = await files.run(['build', ...args]);
    assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' });
    assert.match(stderr, expected);
  });

test('rewrite refuses --tests with file arguments', async () => {
  const files = new Files({ 'a.go': plugin('"a"') });
  const { exitCode, stderr } = await files.run(['rewrite', 'a.go', '--out', 'tree', '--tests']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /: --tests requires a directory, not named files\n/);
});

async function goFiles(dir: string, names: string[], output: string): Promise<string> {
  const file = join(dir, output);
  await go(dir, ['build', '-buildmode=plugin', '-o', file, ...names]);
  return file;
}
