/** Plugins, caches and users in unusual places. */
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { snapshotTree, tempDir } from '../../support/files.js';
import { buildLoader, go, type Loader } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';
import { Workspace } from './workspace.js';

let loader: Loader;
setUp(async () => {
  loader = await buildLoader();
});

async function answerOf(file: string): Promise<string | undefined> {
  const [answer] = await loader([file]);
  return answer?.answer ?? answer?.error;
}

test('build works with spaces, quotes and umlauts in the paths of plugin, work directory and output', async () => {
  const workspace = Workspace.of('hello');
  const home = join(tempDir(), `it's a "hömé" $HOME (copy)`);
  await mkdir(home);
  await rename(workspace.dir, join(home, 'source tree'));
  const before = await snapshotTree(join(home, 'source tree'));
  await workspace.done(
    ['build', './source tree/plugin', '--work-dir', 'work dir é', '-o', 'out dir/x y.so'],
    { cwd: home },
  );
  assert.deepEqual(await snapshotTree(join(home, 'source tree')), before);
  assert.equal(await answerOf(join(home, 'out dir/x y.so')), 'hello, world');
});

test('compile errors in paths with spaces and umlauts name the original files', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/greet/greet.go': 'package greet\n\nimport _ "example.org/nobody"\n',
  });
  const home = join(tempDir(), 'a home');
  await mkdir(home);
  await rename(workspace.path('dep'), join(home, 'dep'));
  await rename(workspace.path('plugin'), join(home, 'plugin 1'));
  const { stderr } = await workspace.run(['build', 'plugin 1'], { cwd: home });
  assert.match(stderr, /^gorename-plugin: plugin 1\/greet\/greet\.go:3:\d+: no required module /);
});

test('build works inside the directory of the plugin, and inside that of a package of it', async () => {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', '.', '-o', '../inside.so'], { cwd: workspace.path('plugin') });
  assert.equal(await answerOf(workspace.path('inside.so')), 'hello, world');
  await workspace.done(['build', '..', '-o', '../../deeper.so'], { cwd: workspace.path('plugin/greet') });
  assert.equal(await answerOf(workspace.path('deeper.so')), 'hello, world');
});

test('build follows a symbolic link to a plugin directory, named directly and by a glob', async () => {
  const workspace = Workspace.of('hello');
  await mkdir(workspace.path('links'));
  await symlink('../plugin', workspace.path('links/linked'));
  await symlink('nowhere', workspace.path('links/dangling'));
  const before = await snapshotTree(workspace.dir);
  await workspace.done(['build', 'links/linked', '-o', join(workspace.cache, 'x.so')]);
  await workspace.done(['build', 'links/*', '-o', join(workspace.cache, 'y.so')]);
  assert.deepEqual(await snapshotTree(workspace.dir), before);
  assert.equal(await answerOf(join(workspace.cache, 'y.so')), 'hello, world');
});

test('build compiles a plugin that contains a symbolic link to a file', async () => {
  const workspace = Workspace.of('hello', {
    'elsewhere/greet.go': 'package greet\n\nfunc More() string { return "!" }\n',
  });
  await symlink('../../elsewhere/greet.go', workspace.path('plugin/greet/more.go'));
  workspace.write({
    'plugin/main.go':
      'package main\n\nimport "example.com/hello/plugin/greet"\n\nfunc Answer() string { return greet.Hello() + greet.More() }\n',
  });
  await workspace.done(['build', 'plugin']);
  assert.equal(await answerOf(workspace.path('plugin.so')), 'hello, world!');
});

test('build works with a work directory inside the plugin', async () => {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', 'plugin', '--work-dir', 'plugin/.cache']);
  await workspace.done(['build', 'plugin', '--work-dir', 'plugin/.cache']);
  assert.equal(await answerOf(workspace.path('plugin.so')), 'hello, world');
});

test("the work directory is in the user's cache directory unless variables name another one", async () => {
  const workspace = Workspace.of('hello');
  const home = tempDir();
  const goPlaces = JSON.parse(await go(home, ['env', '-json', 'GOCACHE', 'GOMODCACHE'])) as Record<
    string,
    string
  >;
  const workDirs: [Record<string, string | undefined>, string][] = [
    [{}, '.cache/gorename-plugin'],
    [{ XDG_CACHE_HOME: '' }, '.cache/gorename-plugin'],
    [{ XDG_CACHE_HOME: 'relative' }, '.cache/gorename-plugin'],
    [{ XDG_CACHE_HOME: join(home, 'xdg') }, 'xdg/gorename-plugin'],
    [{ XDG_CACHE_HOME: join(home, 'xdg'), GORENAME_PLUGIN_CACHE: join(home, 'named') }, 'named'],
  ];
  workspace.write({ 'plugin/main.go': 'package main\n\nvar x int = ""\n' });
  for (const [env, expected] of workDirs) {
    // A failed build keeps its tree.
    const { stderr } = await workspace.run(['build', 'plugin'], {
      env: { HOME: home, XDG_CACHE_HOME: undefined, GORENAME_PLUGIN_CACHE: undefined, ...goPlaces, ...env },
    });
    assert.match(stderr, /^gorename-plugin: go build failed with /);
    assert.ok(existsSync(join(home, expected, 'plugins')), expected);
    rmSync(join(home, expected), { recursive: true });
  }
});
