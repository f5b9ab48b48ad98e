import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { chooseWorkDir, WORK_DIR_OPTION } from './commonOptions.js';
import { findPlugin } from './pluginFiles.js';
import { printJson, printLine, printNote } from './terminal.js';
import { nothingNamed } from './usage.js';

interface PathsArguments {
  plugin: string[];
  dlv: boolean;
  vscode: boolean;
  'work-dir': string | undefined;
}

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
    handler: (args) => showPaths(args),
  };
}

async function showPaths(args: PathsArguments): Promise<void> {
  if (args.plugin.length === 0) throw nothingNamed('a built plugin', 'paths --dlv ./plugin1.so');
  if (args.dlv && args.vscode)
    throw new UserError('--dlv and --vscode are two forms of the same rules', 'Choose one of them.');
  const cwd = process.cwd();
  const workDir = chooseWorkDir(args['work-dir'], cwd);
  const [{ findOriginals }, { formatDelve, formatPlaces, formatVsCode }] = await Promise.all([
    import('../app/findOriginals.js'),
    import('../report/formatPlaces.js'),
  ]);
  const places: Record<string, string> = {};
  for (const file of args.plugin.map((one) => findPlugin(one, cwd))) {
    const found = await findOriginals(file, workDir, cwd);
    if (found.missing.length > 0) {
      printNote(
        `${file}: the original directory of ${found.missing.join(', ')} is not known: build the plugin again to record it`,
      );
    }
    if (!found.hasDebugInformation && (args.dlv || args.vscode)) {
      throw new UserError(
        `${file} has no debug information`,
        'Build it without -ldflags=-s and -ldflags=-w; a host may be built with them.',
      );
    }
    Object.assign(places, found.places);
  }
  if (args.vscode) printJson(formatVsCode(places));
  else printLine(args.dlv ? formatDelve(places) : formatPlaces(places));
}
