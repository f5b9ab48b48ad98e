/** Several runs at a time, and runs that are stopped. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { buildLoader } from '../../support/go.js';
import { holdableBuild, startHeldBuild } from './heldBuild.js';
import { Workspace } from './workspace.js';

/** A build that waits for longer than a second says so. */
const WAITING = /^waiting for example\.com\/hello\/plugin: process \d+ builds it$/gm;

const done = { exitCode: 0, stdout: '', stderr: '' };

test('three processes that build one plugin at the same time all succeed', async () => {
  const workspace = Workspace.of('hello');
  const outputs = ['a.so', 'b.so', 'a.so'];
  const builds = outputs.map((output) => workspace.run(['build', 'plugin', '-o', output]));
  const outcomes = await Promise.all(builds);
  const others = outcomes.map((outcome) => ({ ...outcome, stderr: outcome.stderr.replaceAll(WAITING, '') }));
  assert.deepEqual(others, [done, done, done]);
  await workspace.assertNothingLeft();
  const loader = await buildLoader();
  assert.deepEqual((await loader([workspace.path('b.so')]))[0]?.answer, 'hello, world');
});

test('two plugins with the same dependencies, built at the same time, share them, and load into one host', async () => {
  const workspace = Workspace.of('hello');
  const builds = ['plugin', 'other'].map((dir) => workspace.run(['build', dir]));
  assert.deepEqual(await Promise.all(builds), [done, done]);
  await workspace.assertNothingLeft();
  assert.equal((await readdir(join(workspace.cache, 'modules'))).length, 1);
  const loader = await buildLoader();
  const answers = await loader([workspace.path('plugin.so'), workspace.path('other.so')]);
  assert.deepEqual(
    answers.map(({ answer }) => answer),
    ['hello, world', 'good day, world'],
  );
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends a build by that signal, and leaves no files`, { timeout: 60_000 }, async (t) => {
    const workspace = Workspace.of('hello', { 'out/keep.txt': '' });
    const build = await startHeldBuild(t, workspace);
    build.process.kill(signal);
    assert.deepEqual(await build.exited, [null, signal]);
    assert.deepEqual(await readdir(workspace.path('out')), ['keep.txt']);
    await workspace.assertNothingLeft();
  });
}

test(
  'a shell sees 128 and the number of the signal as exit code of a build that SIGTERM has ended',
  { timeout: 60_000 },
  async (t) => {
    const workspace = Workspace.of('hello');
    const build = await startHeldBuild(t, workspace, { shell: true });
    build.process.kill('SIGTERM');
    assert.deepEqual(await build.exited, [128 + constants.signals.SIGTERM, null]);
  },
);

test(
  'a build waits for another one of the same plugin, and can be interrupted while waiting',
  { timeout: 60_000 },
  async (t) => {
    const workspace = Workspace.of('hello');
    const first = await startHeldBuild(t, workspace, { output: 'out/first.so' });
    const second = await holdableBuild(t, workspace, { output: 'out/second.so' });
    const third = await holdableBuild(t, workspace, { output: 'out/third.so' });

    // Time enough for both to get to their linkers, were there no lock.
    const deadline = Date.now() + 5000;
    while (Date.now() < deadline && !existsSync(second.marker)) await setTimeout(20);
    third.process.kill('SIGTERM');
    assert.deepEqual(await third.exited, [null, 'SIGTERM']);

    first.release();
    second.release();
    assert.deepEqual(await first.exited, [0, null]);
    assert.deepEqual(await second.exited, [0, null]);
    const [written, linked] = await Promise.all([stat(workspace.path('out/first.so')), stat(second.marker)]);
    assert.ok(written.ctimeMs <= linked.mtimeMs, 'the second was linked before the first was done');
    assert.deepEqual((await readdir(workspace.path('out'))).sort(), ['first.so', 'second.so']);
    await workspace.assertNothingLeft();
  },
);

test(
  'a dependency that is edited while a build waits is built with the edit',
  { timeout: 120_000 },
  async (t) => {
    const workspace = Workspace.of('hello');
    const write = (name: string): void => {
      workspace.write({ 'dep/dep.go': `package dep\n\nconst Name = "${name}"\n` });
    };
    const first = await startHeldBuild(t, workspace, { output: 'out/first.so' });
    write('planned');
    const second = await holdableBuild(t, workspace, { output: 'out/second.so' });
    second.release();
    // The plan is made as soon as the dependency set has its prefix.
    const sets = join(workspace.cache, 'sets');
    while ((await readdir(sets)).length < 2) await setTimeout(20);
    await setTimeout(500);
    write('edited');
    first.release();
    assert.deepEqual(await first.exited, [0, null]);
    assert.deepEqual(await second.exited, [0, null]);
    write('planned');
    // With the flags of the second, so that it has the same dependency set.
    await workspace.done(['build', 'plugin', '-o', 'out/third.so', '--', second.toolexec]);
    await workspace.assertNothingLeft();

    const loader = await buildLoader();
    const answers = await Promise.all(
      ['first', 'second', 'third'].map(async (name) => {
        const [loaded] = await loader([workspace.path(`out/${name}.so`)]);
        return loaded?.answer;
      }),
    );
    assert.deepEqual(answers, ['hello, world', 'hello, edited', 'hello, planned']);
  },
);
