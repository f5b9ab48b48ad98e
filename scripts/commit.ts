/** The commit that a program is compiled from. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

const projectDir = join(import.meta.dirname, '..');

/**
 * The commit of this project's sources: 40 hex digits, followed by `+dirty` if files differ from it; undefined outside
 * of a clone.
 */
export function readCommit(): string | undefined {
  try {
    // An unpacked archive may be below a clone of something else.
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(projectDir)) return undefined;
    return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+dirty'}`;
  } catch {
    return undefined;
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: projectDir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
