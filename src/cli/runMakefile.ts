import { join } from 'node:path';
import { chooseWorkDir } from '../app/settleOptions.js';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import { UserError } from '../base/userError.js';
import { keepDirectory } from '../store/goSources.js';
import { printLine } from './terminal.js';

/**
 * Prints the path of the include file.
 * @throws UserError if make cannot include it.
 */
export function runMakefile(): void {
  const file = join(isExecutable ? extract() : join(PACKAGE_ROOT, 'make'), 'gorename-plugin.mk');
  if (/[\s#$%:=\\*?[\]~]/.test(file))
    throw new UserError(
      `make cannot include ${file}: its path has a character with a meaning for make`,
      'Install gorename-plugin in another directory, or copy the file into your project.',
    );
  printLine(file);
}

/**
 * Make cannot read files in an executable.
 * @throws UserError
 */
function extract(): string {
  const workDir = chooseWorkDir(undefined, process.cwd());
  const dir = keepDirectory('make', workDir);
  if (dir !== undefined) return dir;
  throw new UserError(
    `cannot write the include file for make to ${workDir}`,
    'Set GORENAME_PLUGIN_CACHE to a directory of your own.',
  );
}
