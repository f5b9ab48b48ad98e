import type { CommandModule } from 'yargs';
import { loadCode } from './loadCode.js';

/** `makefile`: prints the path of an include file for make. */
export function makefileCommand(): CommandModule {
  return {
    command: 'makefile',
    describe: 'Print the path of an include file for make: include $(shell gorename-plugin makefile)',
    builder: (yargs) => yargs.usage('$0 makefile'),
    handler: async () => {
      const { runMakefile } = await loadCode.makefile();
      runMakefile();
    },
  };
}
