import type { CommandModule } from 'yargs';
import { chooseWorkDir } from '../app/settleOptions.js';
import { cleanCommand } from './cleanCommand.js';
import { WORK_DIR_OPTION } from './commonOptions.js';
import { loadCode } from './loadCode.js';
import { printLine } from './terminal.js';
import { NO_COMMAND } from './usage.js';

interface CacheArguments {
  'work-dir': string | undefined;
}

/** `cache dir`, `cache size` and `cache clean`: the work directory, for CI and for people. */
export function cacheCommand(): CommandModule {
  return {
    command: 'cache',
    describe: 'Show the directory that is kept between builds, or its size; or clean it',
    builder: (yargs) =>
      yargs
        .usage('$0 cache dir | size | clean [dir...]')
        .command(DIRECTORY)
        .command(SIZE)
        .command(cleanCommand('cache clean'))
        .demandCommand(1, NO_COMMAND),
    handler: () => undefined,
  };
}

const DIRECTORY: CommandModule<object, CacheArguments> = {
  command: 'dir',
  describe: 'Print the path of the directory',
  builder: (yargs) => yargs.usage('$0 cache dir').options(WORK_DIR_OPTION),
  handler: (args) => {
    printLine(chooseWorkDir(args['work-dir'], process.cwd()));
  },
};

const SIZE: CommandModule<object, CacheArguments> = {
  command: 'size',
  describe: 'Print its size, and how many trees of sources it has',
  builder: (yargs) => yargs.usage('$0 cache size').options(WORK_DIR_OPTION),
  handler: async (args) => {
    const { describeWorkDirectory } = await loadCode.describeWorkDirectory();
    printLine(describeWorkDirectory(chooseWorkDir(args['work-dir'], process.cwd())));
  },
};
