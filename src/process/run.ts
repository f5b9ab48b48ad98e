import { execa } from 'execa';
import { CannotDo } from '../model/finding.js';

export interface ProcessResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface ProcessOptions {
  cwd: string;
  /** Added to this process's environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
}

/**
 * Runs a program without a shell and waits for it; a failing exit code is an ordinary result.
 * @throws CannotDo when the program cannot be started at all.
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const result = await execa(file, args, {
    cwd: options.cwd,
    env: options.env ?? {},
    reject: false,
    stripFinalNewline: false,
    stdin: 'ignore',
    maxBuffer: 1 << 30,
  });
  if (result.exitCode === undefined) {
    if (result.code === 'ENOENT') {
      throw new CannotDo(
        `cannot run ${file}: not found`,
        'Run `gorename-plugin doctor` to see what is missing and how to install it.',
      );
    }
    throw new CannotDo(`${file} ${args[0] ?? ''} was stopped: ${result.shortMessage}`);
  }
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
