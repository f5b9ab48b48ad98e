/** Several processes that write one tree at once take turns. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { digest } from '../../../src/base/digest.js';
import { withLock } from '../../../src/store/lock.js';
import { go } from '../../support/go.js';
import { snapshotTree, tempDir } from '../../support/files.js';
import { Caller } from './caller.js';

test('rewrite to one --out at once: each succeeds, and the tree builds', async () => {
  const caller = await Caller.create();
  const runs = [1, 2, 3].map(() => caller.tool(['rewrite', 'p', '--out', 'tree']));
  for (const { exitCode, stderr } of await Promise.all(runs)) assert.equal(exitCode, 0, stderr);
  assert.deepEqual(readdirSync(caller.dir).sort(), ['host', 'p', 'tree']);
  await go(caller.path('tree'), ['build', '-buildmode=plugin', '-o', caller.path('p.so'), '.']);
});

test('while another process writes the tree, rewrite waits and says for whom', async () => {
  const caller = await Caller.create();
  const workDir = tempDir();
  const lock = join(workDir, 'plugins', `rewrite-${digest(caller.path('tree'))}`);
  const silent = { what: 'tree', report: (): void => undefined };
  const rewriting = await withLock(lock, silent, async () => {
    const running = caller.tool(['rewrite', 'p', '--out', 'tree', '--work-dir', workDir]);
    await Promise.race([running, setTimeout(8000)]);
    assert.equal(existsSync(caller.path('tree')), false);
    return { running };
  });
  const { exitCode, stderr } = await rewriting.running;
  assert.equal(stderr, `waiting for tree: process ${String(process.pid)} builds it`);
  assert.equal(exitCode, 0);
});

test('rewrite to one --out with different work directories: the tree of one, and a clear message of the other', async () => {
  const caller = await Caller.create();
  const runs = [1, 2, 3, 4].map(() =>
    caller.tool(['rewrite', 'p', '--out', 'tree', '--work-dir', tempDir()]),
  );
  for (const { exitCode, stderr } of await Promise.all(runs)) {
    if (exitCode !== 0)
      assert.match(stderr, /^gorename-plugin: another process has written \S+tree at the same time\n/);
  }
  assert.deepEqual(readdirSync(caller.dir).sort(), ['host', 'p', 'tree']);
  await go(caller.path('tree'), ['build', '-buildmode=plugin', '-o', caller.path('p.so'), '.']);
});

/** A plugin with C code. */
const WITH_C = `package main

// int twice(int x) { return 2 * x; }
import "C"

func Hello() string { return string(rune('a' + int(C.twice(1)))) }

func main() {}
`;

test('a rewrite that fails leaves the earlier tree as it was', async () => {
  const caller = await Caller.create({ 'p/main.go': WITH_C });
  const { exitCode, stderr } = await caller.tool(['rewrite', 'p', '--out', 'tree']);
  assert.equal(exitCode, 0, stderr);
  assert.match(
    readFileSync(caller.path('tree/gorename-plugin.mk'), 'utf8'),
    new RegExp(`-Wl,--version-script=${caller.path('tree/gorename-plugin.map')}`),
  );
  const before = await snapshotTree(caller.path('tree'));
  // The symbols of the C code cannot be read after it was compiled.
  mkdirSync(caller.path('bin'));
  writeFileSync(
    caller.path('bin/objdump'),
    '#!/bin/sh\ncase "$*" in *--version*) echo "GNU objdump 2.40" ;; *) exit 1 ;; esac\n',
  );
  chmodSync(caller.path('bin/objdump'), 0o755);
  writeFileSync(caller.path('p/main.go'), WITH_C.replace('C.twice(1)', 'C.twice(2)'));
  const PATH = `${caller.path('bin')}:${process.env['PATH'] ?? ''}`;
  const failed = await caller.tool(['rewrite', 'p', '--out', 'tree'], { PATH });
  assert.equal(failed.exitCode, 2, failed.stderr);
  assert.deepEqual(await snapshotTree(caller.path('tree')), before);
  assert.deepEqual(readdirSync(caller.dir).sort(), ['bin', 'host', 'p', 'tree']);
});
