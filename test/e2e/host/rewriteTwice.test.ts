/** Several processes that write one tree at once take turns. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { digest } from '../../../src/base/digest.js';
import { withLock } from '../../../src/store/lock.js';
import { go } from '../../support/go.js';
import { tempDir } from '../../support/files.js';
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
