/** Several runs at a time, and runs that are stopped. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, utimes } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { buildLoader } from '../support/go.js';
import { toolPath } from '../support/process.js';
import { Workspace } from './workspace.js';

const done = { exitCode: 0, stdout: '', stderr: '' };

test('one plugin built by three processes at a time', async () => {
  const workspace = await Workspace.of('hello');
  const outputs = ['a.so', 'b.so', 'a.so'];
  const builds = outputs.map((output) => workspace.run(['build', 'plugin', '-o', output]));
  assert.deepEqual(await Promise.all(builds), [done, done, done]);
  await workspace.assertNothingLeft();
  const loader = await buildLoader();
  assert.deepEqual((await loader([workspace.path('b.so')]))[0]?.answer, 'hello, world');
});

test('two plugins with the same dependencies built at a time share them, and load side by side', async () => {
  const workspace = await Workspace.of('hello');
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
  test(`${signal} ends a build by that signal, and nothing of it is left`, async () => {
    const workspace = await Workspace.of('hello', { 'out/keep.txt': '' });
    const build = await startSlowBuild(workspace, { seconds: 30 });
    const stopped = Date.now();
    build.kill(signal);
    assert.deepEqual(await once(build, 'exit'), [null, signal]);
    assert.ok(Date.now() - stopped < 20_000, 'it did not wait for the linker');
    assert.deepEqual(await readdir(workspace.path('out')), ['keep.txt']);
    await workspace.assertNothingLeft();
  });
}

test('a shell sees the usual exit code of a signal', async () => {
  const workspace = await Workspace.of('hello');
  const build = await startSlowBuild(workspace, { seconds: 4, shell: true });
  build.kill('SIGTERM');
  assert.deepEqual(await once(build, 'exit'), [128 + constants.signals.SIGTERM, null]);
});

test('a build that waits for another of the same plugin can be stopped; the other goes on', async () => {
  const workspace = await Workspace.of('hello');
  const first = await startSlowBuild(workspace, { seconds: 4 });
  const waiting = start(workspace, ['build', 'plugin', '-o', 'out/y.so']);
  while ((await readdir(workspace.cache)).filter((name) => name.startsWith('tmp-')).length < 2)
    await setTimeout(20);
  // It has to load its modules before it comes to the lock.
  await setTimeout(1500);
  waiting.kill('SIGTERM');
  assert.deepEqual(await once(waiting, 'exit'), [null, 'SIGTERM']);
  assert.equal(first.exitCode, null);
  assert.deepEqual(await once(first, 'exit'), [0, null]);
  assert.deepEqual(await readdir(workspace.path('out')), ['x.so']);
  await workspace.assertNothingLeft();
});

test('a build waits for another of the same plugin', async () => {
  const workspace = await Workspace.of('hello');
  const first = await startSlowBuild(workspace, { seconds: 4 });
  assert.deepEqual(await workspace.run(['build', 'plugin', '-o', 'out/y.so']), done);
  assert.equal(first.exitCode, 0);
});

test('the lock of a process that died is taken over', async () => {
  const workspace = await Workspace.of('hello');
  await workspace.done(['build', 'plugin']);
  const [tree] = await readdir(join(workspace.cache, 'plugins'));
  const lock = join(workspace.cache, 'plugins', `${tree ?? ''}.lock`);
  await mkdir(lock);
  const minuteAgo = Date.now() / 1000 - 60;
  await utimes(lock, minuteAgo, minuteAgo);
  await workspace.done(['build', 'plugin']);
});

/** Starts a build that rests for some seconds in its linker; resolves when it has got there. */
async function startSlowBuild(
  workspace: Workspace,
  { seconds, shell = false }: { seconds: number; shell?: boolean },
): Promise<ChildProcess> {
  const marker = join(workspace.cache, 'linking');
  await workspace.write({
    'slow.sh': `#!/bin/sh\ncase "$1 $2" in */link\\ -V=full) ;; */link\\ *) touch '${marker}'; sleep ${seconds} ;; esac\nexec "$@"\n`,
  });
  await chmod(workspace.path('slow.sh'), 0o755);
  const args = ['build', 'plugin', '-o', 'out/x.so', '--', `-toolexec=${workspace.path('slow.sh')}`];
  const build = start(workspace, args, shell);
  while (!existsSync(marker)) {
    assert.equal(build.exitCode, null, 'the build ended before it linked');
    await setTimeout(20);
  }
  return build;
}

function start(workspace: Workspace, args: string[], shell = false): ChildProcess {
  const { cwd, env } = workspace.options({});
  const options = { cwd, env: { ...process.env, ...env }, stdio: 'ignore' } as const;
  if (!shell) return spawn(process.execPath, [toolPath, ...args], options);
  // The shell passes the signal on to its child and reports how that ended.
  const script = 'trap \'kill -TERM "$child"\' TERM; "$@" & child=$!; wait "$child"; wait "$child"';
  return spawn('bash', ['-c', script, 'bash', process.execPath, toolPath, ...args], options);
}
