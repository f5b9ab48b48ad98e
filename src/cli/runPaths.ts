import { chooseWorkDir } from '../app/settleOptions.js';
import { findOriginals } from '../app/findOriginals.js';
import { UserError } from '../base/userError.js';
import { formatDelve, formatPlaces, formatVsCode } from '../report/formatPlaces.js';
import { findPlugin } from '../app/findPlugin.js';
import { printJson, printLine, printNote } from './terminal.js';
import { nothingNamed } from './usage.js';

/** The arguments of `paths`. */
export interface PathsArguments {
  plugin: string[];
  dlv: boolean;
  vscode: boolean;
  'work-dir': string | undefined;
}

/** Shows where the original sources of built plugins are. */
export async function runPaths(args: PathsArguments): Promise<void> {
  if (args.plugin.length === 0) throw nothingNamed('a built plugin', 'paths --dlv ./plugin1.so');
  if (args.dlv && args.vscode)
    throw new UserError('--dlv and --vscode are two forms of the same rules', 'Choose one of them.');
  const cwd = process.cwd();
  const workDir = chooseWorkDir(args['work-dir'], cwd);
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
