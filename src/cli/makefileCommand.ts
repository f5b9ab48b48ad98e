import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { makeDirectory } from '../base/directories.js';
import { digest } from '../base/digest.js';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import { UserError } from '../base/userError.js';
import { replaceFile } from '../store/writeFile.js';
import { chooseWorkDir } from './commonOptions.js';
import { printLine } from './terminal.js';

/** `makefile`: prints the path of an include file for make. */
export function makefileCommand(): CommandModule {
  return {
    command: 'makefile',
    describe: 'Print the path of an include file for make: include $(shell gorename-plugin makefile)',
    builder: (yargs) => yargs.usage('$0 makefile'),
    handler: () => {
      const file = isExecutable ? extract() : join(PACKAGE_ROOT, 'make/gorename-plugin.mk');
      if (/[\s#$%:=\\*?[\]~]/.test(file))
        throw new UserError(
          `make cannot include ${file}: its path has a character with a meaning for make`,
          'Install gorename-plugin in another directory, or copy the file into your project.',
        );
      printLine(file);
    },
  };
}

/** Make cannot read files in an executable. */
function extract(): string {
  const text = readFileSync(join(PACKAGE_ROOT, 'make/gorename-plugin.mk'), 'utf8');
  const dir = join(chooseWorkDir(undefined, process.cwd()), 'make');
  const file = join(dir, `gorename-plugin-${digest(text).slice(0, 12)}.mk`);
  if (existsSync(file)) return file;
  makeDirectory(dir);
  replaceFile(file, text);
  return file;
}
