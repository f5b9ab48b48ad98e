/** A lock is waited for while its owner lives, and holds nobody up afterwards, whatever became of it. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startHeldBuild, holdableBuild } from './heldBuild.js';
import { Workspace } from './workspace.js';

/** A workspace with one finished build, and where the lock of the next one is going to be. */
async function built(): Promise<{ workspace: Workspace; lock: string }> {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', 'plugin']);
  const [tree = ''] = readdirSync(join(workspace.cache, 'plugins'));
  return { workspace, lock: join(workspace.cache, 'plugins', `${tree}.lock`) };
}

/** Another command line than that of `built`: the same would have nothing to build, and need no lock. */
const AGAIN = ['build', './plugin'];

/** More than a build takes that waits for nothing, and less than any wait. In milliseconds. */
const SOON = 20_000;

async function buildsAtOnce(workspace: Workspace): Promise<void> {
  const startedAt = Date.now();
  await workspace.done(AGAIN);
  assert.ok(Date.now() - startedAt < SOON, `${String(Date.now() - startedAt)} ms`);
}

const IN_A_YEAR = Date.now() / 1000 + 365 * 24 * 3600;
const AN_HOUR_AGO = Date.now() / 1000 - 3600;

/** A file in a lock's directory says whose it is. */
function owned(pid: number, start: string, machine: string): string {
  return `${String(pid)}.${start}.${machine}.0123456789ab.elsewhere`;
}

/** How this machine is named there, and what says since when this process runs. */
async function nameOfThisMachine(): Promise<string> {
  const { machine } = (await import('../../../src/process/identity.js')).thisProcess();
  return machine;
}

test('a lock whose process has ended is taken over at once, however recent it is', async () => {
  const { workspace, lock } = await built();
  const machine = await nameOfThisMachine();
  // No process has the first number; the second is this one's, but another one had it before.
  for (const [pid, start] of [
    [4_194_304_0, '1'],
    [process.pid, '1'],
  ] as const) {
    for (const time of [Date.now() / 1000, IN_A_YEAR]) {
      mkdirSync(lock);
      const file = join(lock, owned(pid, start, machine));
      writeFileSync(file, '');
      utimesSync(file, time, time);
      await buildsAtOnce(workspace);
      rmSync(workspace.path('plugin.so'));
    }
  }
});

test('a lock of another machine that was not renewed for a long time is taken over', async () => {
  const { workspace, lock } = await built();
  mkdirSync(lock);
  const file = join(lock, owned(1, '1', '0123456789ab'));
  writeFileSync(file, '');
  utimesSync(file, AN_HOUR_AGO, AN_HOUR_AGO);
  await buildsAtOnce(workspace);
});

for (const [what, put] of Object.entries<(lock: string) => void>({
  'a file in its place': (lock) => {
    writeFileSync(lock, 'what?');
  },
  'an empty directory': (lock) => {
    mkdirSync(lock);
  },
  'a file in it that no process has': (lock) => {
    mkdirSync(lock);
    writeFileSync(join(lock, '.DS_Store'), '');
    utimesSync(lock, IN_A_YEAR, IN_A_YEAR);
  },
  'a directory in it': (lock) => {
    mkdirSync(join(lock, 'x', 'y'), { recursive: true, mode: 0o555 });
  },
})) {
  test(`a lock that is ${what} blocks nobody`, async () => {
    const { workspace, lock } = await built();
    put(lock);
    await buildsAtOnce(workspace);
  });
}

test(
  'a wait for a lock is reported after a second, with the process that holds it',
  { timeout: 60_000 },
  async (t) => {
    const workspace = Workspace.of('hello');
    const first = await startHeldBuild(t, workspace, { output: 'first.so' });
    const second = await holdableBuild(t, workspace, { output: 'second.so' });
    while (second.stderr() === '') await setTimeout(50);
    assert.equal(
      second.stderr(),
      `waiting for example.com/hello/plugin: process ${String(first.process.pid)} builds it\n`,
    );
    first.release();
    second.release();
    assert.deepEqual(await first.exited, [0, null]);
    assert.deepEqual(await second.exited, [0, null]);
  },
);

test('a wait for a lock of another machine names that machine', { timeout: 60_000 }, async (t) => {
  const { workspace, lock } = await built();
  mkdirSync(lock);
  const file = join(lock, owned(7, '1', '0123456789ab'));
  // Its clock is ahead, too.
  writeFileSync(file, '');
  utimesSync(file, IN_A_YEAR, IN_A_YEAR);
  const build = await holdableBuild(t, workspace, { output: 'second.so' });
  build.release();
  while (build.stderr() === '') await setTimeout(50);
  assert.equal(build.stderr(), 'waiting for example.com/hello/plugin: process 7 on elsewhere builds it\n');
  rmSync(lock, { recursive: true });
  assert.deepEqual(await build.exited, [0, null]);
});

for (const [what, lose] of Object.entries<(lock: string) => void>({
  removed: (lock) => {
    rmSync(lock, { recursive: true });
  },
  'taken by another process': (lock) => {
    const [name = ''] = readdirSync(lock);
    renameSync(join(lock, name), join(lock, owned(1, '1', '0123456789ab')));
  },
})) {
  test(`a build whose lock was ${what} fails, and writes no output`, { timeout: 60_000 }, async (t) => {
    const { workspace, lock } = await built();
    const before = readFileSync(workspace.path('plugin.so'));
    const build = await startHeldBuild(t, workspace, { output: 'plugin.so' });
    lose(lock);
    build.release();
    assert.deepEqual(await build.exited, [2, null]);
    assert.match(
      build.stderr(),
      /^gorename-plugin: lost the lock of example\.com\/hello\/plugin: .*\nRun the build again\..*\n$/,
    );
    assert.deepEqual(readFileSync(workspace.path('plugin.so')), before);
    assert.equal(existsSync(lock), what !== 'removed');
  });
}

test('of many processes that take over the lock of a dead process, only one gets it', async () => {
  const { LockDirectory } = await import('../../../src/store/lockDirectory.js');
  const { workspace, lock } = await built();
  mkdirSync(lock);
  writeFileSync(join(lock, owned(4_194_304_0, '1', await nameOfThisMachine())), '');
  const takers = [1, 2, 3].map(() => new LockDirectory(lock));
  // All have seen the dead one before the first takes over.
  const seen = takers.map((taker) => taker.take());
  const taken = takers.map((taker, index) => {
    const holder = seen[index];
    assert.ok(holder);
    return taker.takeOver(holder);
  });
  assert.deepEqual(taken, [true, false, false]);
  assert.deepEqual(
    takers.map((taker) => taker.isHeld()),
    [true, false, false],
  );
  for (const taker of takers) taker.release();
  await workspace.assertNothingLeft();
});
