import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../process/children.js';
import { interruption } from '../process/interruption.js';
import { UserError } from '../base/userError.js';
import { parseEvents, type LoaderEvent, type LoadRequest } from './events.js';
import { writeFile } from '../store/writeFile.js';

/** Milliseconds that a program has to say where it stands, once it is told to stop. */
const GRACE = 2000;

/** Bytes of a step's output that are kept, the last ones. */
const MOST_OUTPUT = 1 << 20;

export interface LoaderOptions {
  /** Absolute file of the compiled loader. */
  program: string;
  requests: readonly LoadRequest[];
  /** Where the plugins find themselves: the user's directory. */
  cwd: string;
  /** For the report and what the plugins print. */
  tempDir: string;
  /** Milliseconds for all plugins together. */
  timeout: number;
}

export type LoaderStep = LoaderEvent & { output: string };

/** How a run of the loader went. */
export interface LoaderRun {
  /** Its steps, each with what the process printed behind it, on standard output and error together, up to the next. */
  steps: LoaderStep[];
  /** What it printed before the first. */
  beginning: string;
  /** Undefined when a signal ended it. */
  exitCode: number | undefined;
  signal: NodeJS.Signals | undefined;
  timedOut: boolean;
  /** Milliseconds that it was given. */
  timeout: number;
}

/**
 * Runs the loader, in a process group of its own that is gone afterwards. Everything goes through files, so that what a
 * plugin leaves running, or prints without end, holds up nothing.
 * @throws UserError when it cannot be started; the interruption's reason.
 */
export async function runLoader(options: LoaderOptions): Promise<LoaderRun> {
  const { program, requests, cwd, tempDir, timeout } = options;
  interruption.throwIfAborted();
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
    // Plugins may say the name of their program, as package flag does.
    argv0: 'host',
    detached: true,
    stdio: ['ignore', output, output, report, request],
    env: { ...process.env, ...childEnvironment(true), GOTRACEBACK: 'all' },
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
  interruption.addEventListener('abort', kill);
  try {
    const ended = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (...how) => {
        resolve(how);
      });
    }).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new UserError(
        `cannot start what loads the plugins: ${code}`,
        // The program is there: its dynamic linker is not.
        code === 'ENOENT'
          ? 'Install the C library that the plugin is linked with (Debian: apt-get install musl).'
          : 'Name a place with --work-dir where programs may be run.',
      );
    });
    interruption.throwIfAborted();
    return {
      ...readSteps(reportFile, outputFile),
      exitCode: ended[0] ?? undefined,
      signal: ended[1] ?? undefined,
      timedOut,
      timeout,
    };
  } finally {
    interruption.removeEventListener('abort', kill);
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

/** To the process and what it has started; nothing when all of them are gone. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
