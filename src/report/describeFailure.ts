import { atAddress } from '../base/reportBug.js';
import { inspect } from 'node:util';
import { UserError } from '../base/userError.js';
import { shortPath } from '../base/shortPath.js';
import type { FailureDocument } from './documents.js';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';
import { formatVersion, programVersion } from './programVersion.js';

/** Why a command failed. */
export interface Failure {
  /** What and where. */
  message: string;
  /** What to do about it. */
  advice: string | undefined;
}

/** What to do about errors of the operating system. */
const ADVICE: Record<string, string> = {
  EMFILE: 'Raise the limit of open files of one process: `ulimit -n 1024`.',
  ENFILE: 'Too many files are open on this machine; try again later.',
  ENOSPC: 'Free disk space there; `gorename-plugin clean` removes data that is kept between builds.',
  EDQUOT: 'Free disk space there; `gorename-plugin clean` removes data that is kept between builds.',
  EFBIG: 'Raise the limit of file sizes (`ulimit -f`).',
};
const OTHER_ADVICE = 'Check space, permissions and existing files at that path.';

/**
 * The texts of an error. Known errors and those of the operating system (no space left, no permission) need no stack
 * trace; any other is a bug and shows its own.
 * @param cwd - absolute directory that files are named from.
 */
export function describeFailure(error: unknown, cwd: string): Failure {
  if (error instanceof UserError) return { message: error.message, advice: error.advice };
  if (error instanceof GoSyntaxError) {
    const { file, line, column, message } = error;
    return {
      message: `${shortPath(file, cwd)}:${String(line)}:${String(column)}: ${message}`,
      advice: 'Fix the file; `gofmt -l` reports the same error.',
    };
  }
  if (error instanceof Error && 'syscall' in error) {
    const code = 'code' in error ? String(error.code) : '';
    return { message: error.message, advice: ADVICE[code] ?? OTHER_ADVICE };
  }
  const program = `gorename-plugin ${formatVersion(programVersion())}`;
  return {
    message: `this is a bug, please report it${atAddress()} with these lines:\n${inspect(error)}\n${program}`,
    advice: undefined,
  };
}

/** A failure as the terminal shows it. */
export function formatFailure({ message, advice }: Failure): string {
  return `gorename-plugin: ${message}${advice === undefined ? '' : `\n${advice}`}`;
}

/** What --json prints in place of a result; `schema/` describes it. */
export function failureDocument({ message, advice }: Failure): FailureDocument {
  return { formatVersion: 1, error: { message, advice: advice ?? null } };
}
