/** A plugin is never built from copies that somebody has changed: they are written again. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { buildLoader, type Loader } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello');
let loader: Loader;
setUp(async () => {
  loader = await buildLoader();
  assert.equal(await answer(), 'hello, world');
});

/** Builds and loads the plugin. Another output each time: the same would have nothing to build. */
async function answer(): Promise<string | undefined> {
  const output = join(tempDir(), 'plugin.so');
  await workspace.done(['build', './plugin', '-o', output]);
  return (await loader([output]))[0]?.answer;
}

/** The copy of the dependency that plugins share. */
function copy(...parts: string[]): string {
  const modules = join(workspace.cache, 'modules');
  const sets = readdirSync(modules);
  assert.equal(sets.length, 1);
  return join(modules, sets[0] ?? '', ...parts);
}

const DEP = 'example.com/dep@v0.0.0';

test('build repairs a copied dependency in which a line was altered, of equal length and with the old times', async () => {
  const file = copy(DEP, 'dep.go');
  const { atime, mtime } = statSync(file);
  chmodSync(file, 0o644);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"world"', '"thief"'));
  utimesSync(file, atime, mtime);
  assert.equal(await answer(), 'hello, world');
});

test('build repairs a copied dependency to which a source file was added', async () => {
  writeFileSync(copy(DEP, 'planted.go'), 'package dep\n\nfunc init() { panic("planted") }\n');
  assert.equal(await answer(), 'hello, world');
});

test('build repairs a copied dependency that is gone, and one that no longer compiles', async () => {
  rmSync(copy(DEP), { recursive: true });
  assert.equal(await answer(), 'hello, world');
  chmodSync(copy(DEP, 'dep.go'), 0o644);
  writeFileSync(copy(DEP, 'dep.go'), 'package');
  assert.equal(await answer(), 'hello, world');
});

test('build repairs a copied dependency whose marker file is damaged', async () => {
  for (const text of ['', '[]', '{"hash":3}']) {
    chmodSync(copy('.gorename-plugin.json'), 0o644);
    writeFileSync(copy('.gorename-plugin.json'), text);
    assert.equal(await answer(), 'hello, world');
  }
});

test('build repairs a copied dependency whose marker file is a named pipe', { timeout: 60_000 }, async () => {
  rmSync(copy('.gorename-plugin.json'), { force: true });
  assert.equal((await run('mkfifo', [copy('.gorename-plugin.json')])).exitCode, 0);
  assert.equal(await answer(), 'hello, world');
});

test("build overwrites changes that were made to the copies of the plugin's own packages", async () => {
  const plugins = join(workspace.cache, 'plugins');
  const tree = join(plugins, readdirSync(plugins)[0] ?? '');
  writeFileSync(
    join(tree, 'main', 'example.com/hello/plugin@local', 'planted.go'),
    'package main\n\nfunc init() { panic("planted") }\n',
  );
  rmSync(join(tree, 'own'), { recursive: true });
  writeFileSync(join(tree, '.gorename-plugin.json'), '');
  assert.equal(await answer(), 'hello, world');
});
