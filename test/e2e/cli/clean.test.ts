/** What is kept between builds has a bound, and can be removed; nothing else is. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { snapshotTree, tempDir } from '../../support/files.js';
import { startHeldBuild } from './heldBuild.js';
import { Workspace } from './workspace.js';

const DAY = 24 * 3600;

/** Sets the times of files, which need not be there, to so many days ago. */
function age(days: number, ...paths: string[]): void {
  const time = Date.now() / 1000 - days * DAY;
  for (const path of paths) if (existsSync(path)) utimesSync(path, time, time);
}

const names = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir).sort() : []);

/** Two plugins with one dependency, both built. */
async function built(): Promise<Workspace> {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', 'plugin']);
  await workspace.done(['build', 'other']);
  return workspace;
}

test('clean removes everything that is kept, and the next build starts from nothing', async () => {
  const workspace = await built();
  const printed = await workspace.done(['clean']);
  assert.match(printed, /: removed \d+ trees and records, \d+(\.\d)? kB$/);
  assert.equal(existsSync(workspace.cache), false);
  await workspace.done(['build', './plugin']);
});

test('clean DIR removes what is kept of one plugin, and --older-than what was not used for that time', async () => {
  const workspace = await built();
  const kept = (kind: string): string[] => names(join(workspace.cache, kind));
  const [other = ''] = kept('plugins').filter((name) => name.startsWith('other-'));
  await workspace.done(['clean', 'plugin']);
  assert.deepEqual(kept('plugins'), [other]);
  assert.deepEqual([kept('modules').length, kept('fingerprints').length, kept('graphs').length], [1, 1, 1]);
  await workspace.done(['clean', '--older-than', '7d']);
  assert.deepEqual([kept('plugins'), kept('modules').length], [[other], 1]);
  const tree = join(workspace.cache, 'plugins', other);
  age(8, tree, join(workspace.cache, 'used', 'plugins', other));
  await workspace.done(['clean', '--older-than', '7d']);
  assert.deepEqual([kept('plugins'), kept('modules').length], [[], 1]);
});

test('clean DIR also removes what is kept of plugins that were built from named files in it', async () => {
  const workspace = await built();
  const before = ['plugins', 'fingerprints', 'graphs'].map((kind) => names(join(workspace.cache, kind)));
  await workspace.done(['build', 'plugin/main.go', '-o', 'named.so']);
  await workspace.done(['build', './plugin/main.go', '-o', 'again.so']);
  await workspace.done(['clean', 'plugin']);
  const after = ['plugins', 'fingerprints', 'graphs'].map((kind) => names(join(workspace.cache, kind)));
  assert.deepEqual(
    after.map((kept) => kept.length),
    [1, 1, 1],
  );
  for (const [index, kept] of after.entries()) assert.ok(before[index]?.includes(kept[0] ?? ''));
});

test('clean removes only what this tool has written, and follows no links', async () => {
  const workspace = await built();
  const elsewhere = tempDir();
  writeFileSync(join(elsewhere, '.gorename-plugin.json'), '{}');
  writeFileSync(join(elsewhere, 'precious.txt'), '');
  const mine: Record<string, string> = {
    'notes.txt': 'text',
    'modules/mine/notes.txt': 'text',
    'plugins/mine/main.go': 'package main',
    'prefixes/mine': 'text',
    'sets/mine': 'text',
    'graphs/mine.json': '{}',
    'src/main.go': 'package main',
    trimmed: 'text',
    'names/users-20240101.json': '{}',
    'modules/terraform.lock': 'text',
    'plugins/package.lock/notes.txt': 'text',
  };
  for (const [path, text] of Object.entries(mine)) {
    mkdirSync(join(workspace.cache, path, '..'), { recursive: true });
    writeFileSync(join(workspace.cache, path), text);
  }
  symlinkSync(elsewhere, join(workspace.cache, 'modules', 't_1'));
  await workspace.run(['build', './plugin']);
  const before = await snapshotTree(elsewhere);
  await workspace.run(['clean']);
  assert.deepEqual(await snapshotTree(elsewhere), before);
  const left = readdirSync(workspace.cache, { recursive: true }).map(String);
  const files = left.filter((path) => statSync(join(workspace.cache, path)).isFile());
  assert.deepEqual(files.filter((path) => !path.startsWith('modules/t_1/')).sort(), Object.keys(mine).sort());
});

test('clean keeps an empty directory from which it has removed nothing', async () => {
  const workspace = Workspace.of('hello');
  mkdirSync(workspace.path('project', 'plugins'), { recursive: true });
  await workspace.done(['clean', '--work-dir', 'project']);
  assert.deepEqual(names(workspace.path('project')), ['plugins']);
});

test('clean removes read-only directories', async () => {
  const workspace = await built();
  const modules = join(workspace.cache, 'modules');
  const [prefix = ''] = names(modules);
  for (const path of readdirSync(join(modules, prefix), { recursive: true }).map(String).reverse()) {
    chmodSync(join(modules, prefix, path), statSync(join(modules, prefix, path)).mode & 0o555);
  }
  await workspace.done(['clean']);
  assert.equal(existsSync(workspace.cache), false);
});

test('clean keeps what a running build uses', { timeout: 60_000 }, async (t) => {
  const workspace = Workspace.of('hello');
  const build = await startHeldBuild(t, workspace, { output: 'x.so' });
  const { exitCode, stderr } = await workspace.run(['clean']);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /^kept: .*\/plugins\/plugin-[0-9a-f]{8} is in use$/m);
  assert.match(stderr, /^kept: .*\/modules\/t_\d+_[0-9a-f]{8} is in use$/m);
  build.release();
  assert.deepEqual(await build.exited, [0, null], build.stderr());
});

test('clean refuses arguments that it does not know', async () => {
  const workspace = await built();
  const before = await snapshotTree(workspace.cache);
  for (const [args, says] of [
    [['clean', 'nowhere'], /^nowhere: no such directory\n/],
    [['clean', '--older-than', 'long'], /^--older-than long: not an age\n/],
    [['clean', '--older-than', '-1d'], /^/],
  ] as const) {
    assert.match(await workspace.refused([...args]), says);
  }
  assert.deepEqual(await snapshotTree(workspace.cache), before);
});

test('build removes, once a day, what was not used for a month', async () => {
  const workspace = await built();
  const place = (...path: string[]): string => join(workspace.cache, ...path);
  const [other = ''] = names(place('plugins')).filter((name) => name.startsWith('other-'));
  const [prefix = ''] = names(place('modules'));
  const record = names(place('graphs')).map((name) => place('graphs', name));
  age(40, place('plugins', other), place('used', 'plugins', other), place('modules', prefix), ...record);
  age(40, place('used', 'modules', prefix));
  await workspace.done(['build', './plugin']);
  assert.deepEqual(names(place('plugins')).includes(other), true, 'it was looked at today');
  age(2, place('.gorename-plugin.trimmed'));
  age(40, ...record);
  await workspace.done(['build', 'plugin', '-o', 'x.so']);
  assert.deepEqual(names(place('plugins')).includes(other), false);
  // That is in use, however old it is.
  assert.deepEqual(names(place('modules')), [prefix]);
  await workspace.done(['build', 'other', '-o', 'y.so']);
});

test('build removes the least recently used trees when there are too many', async () => {
  const { trimDaily } = await import('../../../src/store/trim.js');
  const workspace = await built();
  const place = (...path: string[]): string => join(workspace.cache, ...path);
  const [one = '', two = ''] = names(place('plugins'));
  age(3, place('plugins', one), place('used', 'plugins', one));
  age(2, place('plugins', two), place('used', 'plugins', two));
  for (const name of [one, two]) writeFileSync(place('plugins', name, 'large'), Buffer.alloc(1e6));
  age(3, place('plugins', one));
  age(2, place('plugins', two), place('.gorename-plugin.trimmed'));
  trimDaily(workspace.cache, { age: 30 * DAY * 1000, bytes: 1_500_000 });
  assert.deepEqual(names(place('plugins')), [two]);
  assert.equal(names(place('modules')).length, 1);
});

test('doctor shows where the work directory is, and how large', async () => {
  const workspace = await built();
  const line = /^ok {6}work dir +(.*) \((.*) kB, 3 trees\)$/m.exec(await workspace.done(['doctor']));
  assert.equal(line?.[1], workspace.cache);
  const size = readdirSync(workspace.cache, { recursive: true })
    .map((path) => statSync(join(workspace.cache, String(path))))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
  assert.equal(line[2], size < 10_000 ? (size / 1000).toFixed(1) : Math.round(size / 1000).toString());
  assert.ok(readFileSync(workspace.path('plugin.so')).length > 0);
});

test('cache dir and cache size show what doctor shows, and cache clean removes it', async () => {
  const workspace = await built();
  assert.equal(await workspace.done(['cache', 'dir']), workspace.cache);
  const size = await workspace.done(['cache', 'size']);
  const escaped = size.replace(/[.()]/g, '\\$&');
  assert.match(await workspace.done(['doctor']), new RegExp(`^ok {6}work dir +${escaped}$`, 'm'));
  assert.match(size, /, 3 trees\)$/);
  assert.match(await workspace.done(['cache', 'clean']), /: removed \d+ trees and records, /);
  assert.equal(await workspace.done(['cache', 'size']), `${workspace.cache} (0 B, 0 trees)`);
});

for (const [env, dir] of [
  [{ GORENAME_PLUGIN_CACHE: '/chosen', XDG_CACHE_HOME: '/xdg' }, '/chosen'],
  [{ GORENAME_PLUGIN_CACHE: '', XDG_CACHE_HOME: '/xdg' }, '/xdg/gorename-plugin'],
  [
    { GORENAME_PLUGIN_CACHE: '', XDG_CACHE_HOME: 'relative', HOME: '/home/me' },
    '/home/me/.cache/gorename-plugin',
  ],
] as const) {
  test(`cache dir with ${JSON.stringify(env)} is ${dir}, and is not made`, async () => {
    const workspace = Workspace.of('hello');
    assert.equal(await workspace.done(['cache', 'dir'], { env }), dir);
    assert.equal(
      await workspace.done(['cache', 'dir', '--work-dir', 'here'], { env }),
      workspace.path('here'),
    );
    assert.ok(!existsSync(workspace.path('here')));
  });
}
