import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../process/children.js';
import { environment, interruption } from '../process/call.js';
import { UserError } from '../base/userError.js';
import { parseEvents, type LoaderEvent, type LoadRequest } from './events.js';
import { writeFile } from '../store/writeFile.js';

/** Milliseconds that a program has to print its goroutines after SIGQUIT. */
const GRACE = 2000;

/** How many bytes of a step's output are kept: the last ones. */
const MOST_OUTPUT = 1 << 20;

export interface LoaderOptions {
  /** Absolute file of the compiled loader. */
  program: string;
  requests: readonly LoadRequest[];
  /** The working directory of the plugins: the user's directory. */
  cwd: string;
  /** For the report and the output of the plugins. */
  tempDir: string;
  /** Milliseconds for all plugins together. */
  timeout: number;
}

export type LoaderStep = LoaderEvent & { output: string };

/** The result of a run of the loader. */
export interface LoaderRun {
  /** Its steps, each with what the process printed after it, on standard output and error, until the next. */
  steps: LoaderStep[];
  /** What it printed before the first step. */
  beginning: string;
  /** Undefined if a signal ended it. */
  exitCode: number | undefined;
  signal: NodeJS.Signals | undefined;
  timedOut: boolean;
  /** Milliseconds that it was given. */
  timeout: number;
}

/**
 * Runs the loader in a new process group, which is killed afterwards. All communication uses files, so that nothing waits
 * for processes that a plugin leaves running, or for endless output.
 * @throws UserError if it cannot be started; the interruption's reason.
 */
export async function runLoader(options: LoaderOptions): Promise<LoaderRun> {
  const { program, requests, cwd, tempDir, timeout } = options;
  const stop = interruption();
  stop.throwIfAborted();
  const [requestFile, reportFile, outputFile] = ['request', 'report', 'output'].map((name) =>
    join(tempDir, name),
  ) as [string, string, string];
  writeFile(requestFile, JSON.stringify(requests));
  const [request, report, output] = [
    openSync(requestFile, 'r'),
    openSync(reportFile, 'a'),
    openSync(outputFile, 'a'),
  ];
  const child = spawn(program, [], {
    cwd,
    // Plugins may print the name of their program, as package flag does.
    argv0: 'host',
    detached: true,
    stdio: ['ignore', output, output, report, request],
    env: { ...environment(), ...childEnvironment(true), GOTRACEBACK: 'all' },
  });
  let timedOut = false;
  const kill = (): void => {
    signalGroup(child.pid, 'SIGKILL');
  };
  // SIGQUIT makes a Go program print its goroutines: where an init function waits.
  const quitTimer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGQUIT');
  }, timeout);
  const killTimer = setTimeout(kill, timeout + GRACE);
  stop.addEventListener('abort', kill);
  try {
    const ended = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (...how) => {
        resolve(how);
      });
    }).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new UserError(
        `cannot start the loader: ${code}`,
        // The program exists, but its dynamic linker does not.
        code === 'ENOENT'
          ? 'Install the C library that the plugin is linked with (Debian: apt-get install musl).'
          : 'Set --work-dir to a directory that is not mounted noexec.',
      );
    });
    stop.throwIfAborted();
    return {
      ...readSteps(reportFile, outputFile),
      exitCode: ended[0] ?? undefined,
      signal: ended[1] ?? undefined,
      timedOut,
      timeout,
    };
  } finally {
    stop.removeEventListener('abort', kill);
    clearTimeout(quitTimer);
    clearTimeout(killTimer);
    kill();
    for (const file of [request, report, output]) closeSync(file);
  }
}

function readSteps(reportFile: string, outputFile: string): Pick<LoaderRun, 'steps' | 'beginning'> {
  const events = parseEvents(readFileSync(reportFile, 'utf8'));
  const file = openSync(outputFile, 'r');
  try {
    const { size } = fstatSync(file);
    const read = (from: number, to: number): string => {
      const bytes = Buffer.alloc(Math.min(Math.max(0, to - from), MOST_OUTPUT));
      readSync(file, bytes, 0, bytes.length, to - bytes.length);
      return bytes.toString();
    };
    const steps = events.map((event, index) => {
      return { ...event, output: read(event.offset, events[index + 1]?.offset ?? size) };
    });
    return { steps, beginning: read(0, events[0]?.offset ?? size) };
  } finally {
    closeSync(file);
  }
}

/** Signals the process and its children; does nothing if all of them have ended. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
