/** Builds that wait in their linker until they are let go. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { tempDir } from '../../support/files.js';
import { toolCommand } from '../../support/process.js';
import type { Workspace } from './workspace.js';

export interface HeldBuild {
  process: ChildProcess;
  /** Exit code and signal. */
  exited: Promise<unknown[]>;
  /** What it has printed on standard error so far. */
  stderr: () => string;
  /** There as soon as the build has come to its linker, */
  marker: string;
  /** where it waits for this. */
  release: () => void;
  /** The flag with which it waits. */
  toolexec: string;
}

/** Starts a build that waits in its linker; resolves when it has got there. */
export async function startHeldBuild(
  t: TestContext,
  workspace: Workspace,
  options: BuildOptions = {},
): Promise<HeldBuild> {
  const build = await holdableBuild(t, workspace, options);
  while (!existsSync(build.marker)) {
    assert.equal(build.process.exitCode, null, 'the build ended before it linked');
    await setTimeout(20);
  }
  return build;
}

interface BuildOptions {
  output?: string;
  shell?: boolean;
  /** Show everything: -v of this tool and of go build; both streams are then in `stderr`. */
  verbose?: boolean;
}

export async function holdableBuild(
  t: TestContext,
  workspace: Workspace,
  { output = 'out/x.so', shell = false, verbose = false }: BuildOptions,
): Promise<HeldBuild> {
  const dir = tempDir();
  const [marker, released, toolexec] = ['linking', 'released', 'toolexec.sh'].map((name) =>
    join(dir, name),
  ) as [string, string, string];
  const hold = `touch '${marker}'; while [ -d '${dir}' ] && [ ! -e '${released}' ]; do sleep 0.1; done`;
  await writeFile(
    toolexec,
    `#!/bin/sh\ncase "$1 $2" in */link\\ -V=full) ;; */link\\ *) ${hold} ;; esac\nexec "$@"\n`,
    { mode: 0o755 },
  );
  const { cwd, env } = workspace.options({});
  const flag = `-toolexec=${toolexec}`;
  const more = verbose ? ['-v'] : [];
  const tool = [...toolCommand, 'build', 'plugin', '-o', output, ...more, '--', ...more, flag];
  // The shell passes the signal on to its child and reports how that ended.
  const script = 'trap \'kill -TERM "$child"\' TERM; "$@" & child=$!; wait "$child"; wait "$child"';
  const [program = '', ...args] = shell ? ['bash', '-c', script, 'bash', ...tool] : tool;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', verbose ? 'pipe' : 'ignore', 'pipe'],
  });
  let stderr = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => (stderr += text.toString()));
  const release = (): void => {
    writeFileSync(released, '');
  };
  t.after(() => {
    release();
    child.kill('SIGKILL');
  });
  return {
    process: child,
    exited: once(child, 'exit'),
    stderr: () => stderr,
    marker,
    release,
    toolexec: flag,
  };
}
