import { execa } from 'execa';
import { CannotDo } from '../model/finding.js';
import { childEnvironment } from './children.js';
import { interruption } from './interruption.js';

export interface ProcessResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface ProcessOptions {
  cwd: string;
  /** Added to this process's environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  /** What to do when the program cannot be started. */
  advice?: string;
  /** A file descriptor that takes the standard output, which is empty in the result then. */
  stdout?: number | undefined;
}

/**
 * Runs a program without a shell and waits for it; a failing exit code is an ordinary result.
 * @throws CannotDo when the program cannot be started or is killed; the interruption's reason when that stopped it.
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  interruption.throwIfAborted();
  const result = await execa(file, args, {
    cwd: options.cwd,
    env: { ...options.env, ...childEnvironment() },
    reject: false,
    stripFinalNewline: false,
    stdin: 'ignore',
    // Any descriptor will do; execa's types end at 9.
    stdout: (options.stdout ?? 'pipe') as 'pipe',
    maxBuffer: 1 << 30,
    cancelSignal: interruption,
  });
  if (result.isCanceled) interruption.throwIfAborted();
  if (result.exitCode !== undefined) {
    const stdout = options.stdout === undefined ? result.stdout : '';
    return { exitCode: result.exitCode, stdout, stderr: result.stderr };
  }
  if (result.signal !== undefined)
    throw new CannotDo(`${file} ${args[0] ?? ''} was killed by ${result.signal}`);
  if (result.code === 'EMFILE' || result.code === 'ENFILE') {
    throw new CannotDo(
      `cannot run ${file}: ${result.code}: too many open files`,
      'Raise the limit of open files: `ulimit -n 1024`.',
    );
  }
  throw new CannotDo(
    `cannot run ${file}: ${result.code === 'ENOENT' ? 'not found' : (result.code ?? result.shortMessage)}`,
    options.advice ?? 'Run `gorename-plugin doctor` to see what is missing and how to install it.',
  );
}
