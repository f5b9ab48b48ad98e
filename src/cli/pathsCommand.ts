import type { CommandModule } from 'yargs';
import { WORK_DIR_OPTION } from './commonOptions.js';
import { loadCode } from './loadCode.js';
import type { PathsArguments } from './runPaths.js';

/** `paths <plugin.so>...`: where the original sources of built plugins are; rules for debuggers. */
export function pathsCommand(): CommandModule<object, PathsArguments> {
  return {
    command: 'paths [plugin...]',
    describe: 'Show where the original sources of built plugins are; rules for debuggers',
    builder: (yargs) =>
      yargs
        .usage('$0 paths <plugin.so>... [options]')
        .positional('plugin', { describe: 'A built plugin', type: 'string', array: true, default: [] })
        .options({
          dlv: {
            type: 'boolean',
            default: false,
            describe: 'Print commands of delve: config substitute-path',
          },
          vscode: {
            type: 'boolean',
            default: false,
            describe: 'Print a configuration for launch.json of VS Code',
          },
          ...WORK_DIR_OPTION,
        })
        .example('$0 paths --dlv plugin1.so >plugin1.dlv', '')
        .example('$0 paths --vscode plugin1.so', ''),
    handler: async (args) => {
      const { runPaths } = await loadCode.paths();
      await runPaths(args);
    },
  };
}
