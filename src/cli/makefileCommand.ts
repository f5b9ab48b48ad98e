import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import { UserError } from '../base/userError.js';
import { keepDirectory } from '../store/goSources.js';
import { chooseWorkDir } from './commonOptions.js';
import { printLine } from './terminal.js';

/** `makefile`: prints the path of an include file for make. */
export function makefileCommand(): CommandModule {
  return {
    command: 'makefile',
    describe: 'Print the path of an include file for make: include $(shell gorename-plugin makefile)',
    builder: (yargs) => yargs.usage('$0 makefile'),
    handler: () => {
      const file = join(isExecutable ? extract() : join(PACKAGE_ROOT, 'make'), 'gorename-plugin.mk');
      if (/[\s#$%:=\\*?[\]~]/.test(file))
        throw new UserError(
          `make cannot include ${file}: its path has a character with a meaning for make`,
          'Install gorename-plugin in another directory, or copy the file into your project.',
        );
      printLine(file);
    },
  };
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
