import type { CommandModule } from 'yargs';
import { loadCode } from './loadCode.js';

/** `init`: writes a gorename.yaml for what is here. */
export function initCommand(): CommandModule {
  return {
    command: 'init',
    describe: 'Write a gorename.yaml with the plugins and hosts that are found here',
    builder: (yargs) => yargs.usage('$0 init'),
    handler: async () => {
      const { runInit } = await loadCode.init();
      await runInit();
    },
  };
}
