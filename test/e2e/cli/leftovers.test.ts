/** What a run that was killed leaves behind is swept by the next one; what a run has started ends with it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { goBuild } from '../../support/go.js';
import { toolCommand } from '../../support/process.js';
import { startHeldBuild, type HeldBuild } from './heldBuild.js';
import { Workspace } from './workspace.js';

/** Processes, zombies aside, whose command line (or another file in /proc) has this in it. */
function running(text: string, file = 'cmdline'): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(text);
      } catch {
        return false;
      }
    });
}

/** A build in its linker, and a part of the command line of the go command and of what it runs there. */
async function inLinker(
  t: TestContext,
  output = 'out/x.so',
): Promise<{ workspace: Workspace; build: HeldBuild; program: string }> {
  const workspace = Workspace.of('hello', { 'out/keep.txt': '' });
  const build = await startHeldBuild(t, workspace, { output });
  const program = build.marker.replace(/linking$/, 'toolexec.sh');
  // The go command, and the shell that stands for the linker.
  assert.ok(running(program).length >= 3, running(program).join(' '));
  return { workspace, build, program };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(
    `${signal}, sent to the tool alone, ends the processes that it has started`,
    { timeout: 60_000 },
    async (t) => {
      const { workspace, build, program } = await inLinker(t);
      build.process.kill(signal);
      assert.deepEqual(await build.exited, [null, signal]);
      assert.deepEqual(running(program), []);
      assert.deepEqual(readdirSync(workspace.path('out')), ['keep.txt']);
      await workspace.assertNothingLeft();
    },
  );
}

test(
  'after SIGKILL the next build ends processes left running, and removes their files',
  { timeout: 60_000 },
  async (t) => {
    const { workspace, build, program } = await inLinker(t);
    build.process.kill('SIGKILL');
    assert.deepEqual(await build.exited, [null, 'SIGKILL']);
    assert.ok(running(program).length > 0);
    await assert.rejects(workspace.assertNothingLeft());
    await workspace.done(['build', 'plugin']);
    assert.deepEqual(running(program), []);
  },
);

test('after SIGKILL the next run ends a plugin that was being probed', { timeout: 60_000 }, async (t) => {
  const workspace = Workspace.of('hello', {
    'slow/go.mod': 'module example.com/slow\n\ngo 1.18\n',
    'slow/main.go':
      'package main\n\nimport "time"\n\nfunc init() { time.Sleep(time.Hour) }\n\nfunc main() {}\n',
  });
  const plugin = await goBuild(workspace.path('slow'), workspace.path('slow.so'), ['-buildmode=plugin']);
  const { cwd, env } = workspace.options({});
  const [program, ...args] = [...toolCommand, 'probe', plugin, '--timeout', '30m'];
  const tool = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  t.after(() => tool.kill('SIGKILL'));
  // What loads a plugin is said to be its host.
  const loading = (): string[] =>
    running(workspace.cache, 'environ').filter((pid) => running('host\0').includes(pid));
  while (loading().length === 0) await setTimeout(20);
  tool.kill('SIGKILL');
  await once(tool, 'exit');
  assert.equal(loading().length, 1);
  await workspace.done(['build', 'plugin']);
  assert.deepEqual(loading(), []);
});

test('leftover files of every kind are removed, from the work directory and beside the output', async () => {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', 'plugin', '-o', 'out/x.so']);
  const { machine } = (await import('../../../src/process/identity.js')).thisProcess();
  const ended = `41943040.1.${machine}.0123456789ab.here`;
  const elsewhere = '1.1.0123456789ab.0123456789ab.elsewhere';
  const alive = `${String(process.pid)}.${startOf(process.pid)}.${machine}.0123456789ab.here`;
  const draft = '.gorename-plugin.draft-';
  const place = (...names: string[]): string => join(workspace.cache, ...names);
  const swept = [
    place(`tmp-${ended}`),
    place('modules', draft + ended),
    place('plugins', `.gorename-plugin.old-${ended}`),
    place('fingerprints', draft + ended),
    place('prefixes', draft + ended),
    workspace.path('out', draft + ended),
    workspace.path('trees', draft + ended),
    workspace.path('manifests', draft + ended),
  ];
  const old = place('modules', draft + elsewhere);
  const kept = [
    place(`tmp-${alive}`),
    place(`tmp-${elsewhere}`),
    place('tmp-mine'),
    workspace.path('out', '.old-x'),
  ];
  for (const dir of [...swept, old, ...kept]) {
    mkdirSync(join(dir, 'sub'), { recursive: true });
    writeFileSync(join(dir, 'sub', 'file'), '', { mode: 0o444 });
  }
  const lock = place('plugins', 'another-01234567.lock');
  mkdirSync(join(lock, ended), { recursive: true });
  const longAgo = Date.now() / 1000 - 2 * 24 * 3600;
  utimesSync(old, longAgo, longAgo);
  const build = await workspace.run(['build', './plugin', '-o', 'out/x.so']);
  const rewrite = await workspace.run(['rewrite', './plugin', '--out', 'trees/one']);
  assert.deepEqual([build.exitCode, rewrite.exitCode], [0, 0], build.stderr + rewrite.stderr);
  workspace.write({
    'host/go.mod': 'module example.com/host\n',
    'host/main.go': 'package main\n\nimport _ "plugin"\n\nfunc main() {}\n',
  });
  await goBuild(workspace.path('host'), workspace.path('h'));
  const host = await workspace.run(['host', 'h', '-o', 'manifests/h.json']);
  assert.equal(host.exitCode, 0, host.stderr);
  assert.deepEqual(
    [...swept, lock, old].filter((dir) => existsSync(dir)),
    [],
  );
  assert.deepEqual(
    kept.filter((dir) => !existsSync(dir)),
    [],
  );
});

test('temporary outputs have unique names, even if containers use the same process numbers', async () => {
  const { draftIn, draftOwner } = await import('../../../src/store/drafts.js');
  const drafts = Array.from({ length: 100 }, () => draftIn('/work'));
  assert.equal(new Set(drafts).size, drafts.length);
  assert.equal(draftOwner(basename(drafts[0] ?? ''))?.pid, process.pid);
  assert.equal(draftOwner('.gorename-plugin.draft-7'), undefined);
});

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

test('a second signal does not delay the end of the process', { timeout: 60_000 }, async (t) => {
  const { build } = await inLinker(t);
  build.process.kill('SIGTERM');
  await setTimeout(5);
  build.process.kill('SIGTERM');
  assert.deepEqual(await build.exited, [null, 'SIGTERM']);
});
