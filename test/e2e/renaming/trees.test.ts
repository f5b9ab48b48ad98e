import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { run, runTool, type RunOptions } from '../../support/process.js';
import { buildPlain, load } from './compare.js';

const trees = tempDir();

/** Rewrites `dir` into a new tree and returns that. */
async function rewrite(dir: string, args: string[] = [], options: RunOptions = {}): Promise<string> {
  const tree = join(trees, String((await readdir(trees)).length));
  const before = await snapshotTree(dir);
  const { exitCode, stderr } = await runTool(['rewrite', dir, '--out', tree, ...args], options);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(await snapshotTree(dir), before);
  return tree;
}

/** The tree, built by `go build` or by the makefile, answers as the plain build of `dir`. */
function testTree(title: string, fixture: string, main = '.', flags: string[] = []): void {
  test(`a tree of rewrite builds like the plugin: ${title}`, async () => {
    const dir = join(fixtureDir(`renaming/${fixture}`), main);
    const tree = await rewrite(dir, ['--', ...flags]);
    const output = join(tree, 'built.so');
    if (flags.length === 0) {
      await go(tree, ['build', '-buildmode=plugin', '-o', output, `./${main}`]);
    } else {
      const make = await run('make', ['-f', 'gorename-plugin.mk', `OUTPUT=${output}`], { cwd: tree });
      assert.equal(make.exitCode, 0, make.stderr);
    }
    const [plain, renamed] = await load([await buildPlain(dir, { flags }), output]);
    assert.equal(renamed, plain);
  });
}

testTree('imports', 'imports/plugin');
testTree('linknames and assembly', 'symbols/plugin');
testTree('embedded files', 'embed/plugin');
testTree('main in a subdirectory, cgo', 'cgo/plugin', 'cmd/plug');
testTree('flags, by the makefile', 'flags/plugin', '.', [
  '-ldflags=-X main.Name=$HOME -X "example.com/dep.Name=it\'s # made" -X example.com/flags/own.Name=own',
  '-gcflags=example.com/dep/...=-B',
]);
testTree('build tags, by the makefile', 'targets/plugin', '.', ['-tags=special']);

test('two trees with the same dependencies load into one host', async () => {
  const outputs = [];
  for (const answer of ['first', 'second']) {
    const dir = join(copyFixture('renaming/tests'), 'plugin');
    const main = join(dir, 'cmd/plug/main.go');
    await writeFile(main, (await readFile(main, 'utf8')).replace('"answer: "', `"${answer}: "`));
    const tree = await rewrite(join(dir, 'cmd/plug'));
    await go(tree, ['build', '-buildmode=plugin', '-o', 'built.so', './cmd/plug']);
    outputs.push(join(tree, 'built.so'));
  }
  assert.deepEqual(await load(outputs), ['first: lib with dep', 'second: lib with dep']);
});

test('rewrite changes only import paths, byte for byte and line for line', async () => {
  const dir = fixtureDir('renaming/imports/plugin');
  const tree = await rewrite(dir, ['--prefix', 'p']);
  const forms = join(dir, '../forms');
  const copy = join(tree, '.gorename-plugin/modules/example.com/forms@v1.2.3');
  assert.deepEqual(await changedLines(join(dir, 'forms.go'), join(tree, 'forms.go')), [
    'import single "p/example.com/forms/single"; import "p/example.com/forms/semicolon"',
    '\t"p/example.com/forms/grouped"',
    '\talias "p/example.com/forms/aliased"',
    '\t. "p/example.com/forms/dotted"',
    '\t_ "p/example.com/forms/blank"',
    '\t"p/example.com/forms/raw"',
    '\t"p/example.com/forms/first"; "p/example.com/forms/second"',
    '\t"p/example.com/forms/escaped"',
    '\t/* not "example.com/forms/raw" */ "p/example.com/forms/commented"' +
      ' /* nor "example.com/forms/raw" */ // nor here',
    '\t"p/example.com/forms/bom"',
    '\t"p/example.com/forms/comment"',
    '\t"p/example.com/forms/crlf"',
    '\t"p/example.com/forms/go-named"',
    '\t"p/example.com/forms/registry"',
  ]);
  assert.deepEqual(await changedLines(join(dir, 'strings.go'), join(tree, 'strings.go')), []);
  assert.deepEqual(await changedLines(join(forms, 'bom/bom.go'), join(copy, 'bom/bom.go')), [
    'import "p/example.com/forms/single"',
  ]);
  assert.deepEqual(await changedLines(join(forms, 'crlf/crlf.go'), join(copy, 'crlf/crlf.go')), [
    '\t"p/example.com/forms/single"\r',
    '\tother "p/example.com/forms/second"\r',
  ]);
  assert.deepEqual(await changedLines(join(forms, 'comment/line.go'), join(copy, 'comment/line.go')), [
    'package comment // import "p/example.com/forms/comment"',
  ]);
  assert.deepEqual(await changedLines(join(forms, 'comment/block.go'), join(copy, 'comment/block.go')), [
    'package comment /* import "p/example.com/forms/comment" */',
  ]);
});

/** The new text of every line that differs; as many lines there must be. */
async function changedLines(before: string, after: string): Promise<string[]> {
  const [old, now] = await Promise.all(
    [before, after].map(async (file) => (await readFile(file, 'latin1')).split('\n')),
  );
  assert.equal(now?.length, old?.length);
  return now?.filter((line, index) => line !== old?.[index]) ?? [];
}

test('rewrite --tests: go test ./... passes in the tree, with external tests, their dependencies, testdata', async () => {
  const dir = fixtureDir('renaming/tests/plugin');
  const tree = await rewrite(join(dir, 'cmd/plug'), ['--tests']);
  const expected = await go(dir, ['test', '-v', './...']);
  const found = await go(tree, ['test', '-v', './...']);
  const passed = /^--- PASS: \w+/gm;
  assert.deepEqual(found.match(passed), expected.match(passed));
  assert.equal(found.match(passed)?.length, 6);
  await go(tree, ['vet', './...']);
  await go(tree, ['build', '-buildmode=plugin', '-o', 'built.so', './cmd/plug']);
  assert.deepEqual(await load([join(tree, 'built.so')]), ['answer: lib with dep']);
});

test('rewrite --tests copies embedded files of tests', async () => {
  const tree = await rewrite(fixtureDir('renaming/embed/plugin'), ['--tests']);
  assert.match(await go(tree, ['test', './...']), /^ok .*\/example\.com\/embed\/own/m);
});

test('a tree below an unrelated go.work builds', async () => {
  const parent = tempDir();
  await writeFile(join(parent, 'go.work'), 'go 1.18\n\nuse ./other\n');
  const tree = join(parent, 'tree');
  const { exitCode, stderr } = await runTool([
    'rewrite',
    fixtureDir('renaming/tests/plugin/cmd/plug'),
    '--out',
    tree,
  ]);
  assert.equal(exitCode, 0, stderr);
  await go(tree, ['build', '-buildmode=plugin', '-o', 'built.so', './cmd/plug']);
});

for (const goflags of ['-mod=mod', '-mod=vendor -modfile=other.mod']) {
  test(`with GOFLAGS=${goflags} the makefile and the printed command build a tree`, async () => {
    const dir = join(copyFixture('renaming/tests'), 'plugin');
    await go(dir, ['mod', 'vendor']);
    await writeFile(join(dir, 'other.mod'), await readFile(join(dir, 'go.mod')));
    const tree = join(tempDir(), 'tree');
    const options = { cwd: dir, env: { GOFLAGS: goflags } };
    const { exitCode, stdout, stderr } = await runTool(['rewrite', 'cmd/plug', '--out', tree], options);
    assert.equal(exitCode, 0, stderr);
    const shell = await run('sh', ['-ec', stdout], options);
    assert.equal(shell.exitCode, 0, shell.stderr);
    const make = await run('make', ['-f', 'gorename-plugin.mk'], { ...options, cwd: tree });
    assert.equal(make.exitCode, 0, make.stderr);
  });
}

test('build and rewrite refuse a tree of rewrite as input', async () => {
  const tree = await rewrite(fixtureDir('renaming/tests/plugin/cmd/plug'));
  const before = await snapshotTree(tree);
  for (const dir of [join(tree, 'cmd/plug'), join(tree, '.gorename-plugin/modules')]) {
    for (const command of [
      ['build', dir, '-o', join(trees, 'never.so')],
      ['rewrite', dir, '--out', join(trees, 'never')],
    ]) {
      const { exitCode, stderr } = await runTool(command);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, /was generated by gorename-plugin/);
    }
  }
  assert.deepEqual(await snapshotTree(tree), before);
  assert.ok(!existsSync(join(trees, 'never.so')) && !existsSync(join(trees, 'never')));
});

test('rewrite replaces its own tree completely, and refuses another directory', async () => {
  const dir = join(copyFixture('renaming/tests'), 'plugin');
  const tree = join(dir, 'renamed');
  const args = ['rewrite', join(dir, 'cmd/plug'), '--out', tree];
  assert.equal((await runTool(args)).exitCode, 0);
  const before = Object.keys(await snapshotTree(tree));
  await writeFile(join(tree, 'stale.go'), 'package stale\n');
  await writeFile(join(tree, '.gorename-plugin/stale.go'), 'package stale\n');
  const again = await runTool(args);
  assert.equal(again.exitCode, 0, again.stderr);
  assert.deepEqual(Object.keys(await snapshotTree(tree)), before);
  await go(tree, ['build', '-buildmode=plugin', '-o', 'built.so', './cmd/plug']);

  const refused = await runTool(['rewrite', join(dir, 'cmd/plug'), '--out', join(dir, 'lib')]);
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, /--out .*lib is not empty and was not written by gorename-plugin/);
});
