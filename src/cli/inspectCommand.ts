import type { CommandModule } from 'yargs';
import { planOptions } from './commonOptions.js';
import type { Outcome } from './exit.js';
import type { SharedArguments } from './listBuilds.js';
import { loadCode } from './loadCode.js';

/** The arguments of `inspect`. */
export interface InspectArguments extends SharedArguments {
  file: string | undefined;
  dir: string | undefined;
  'work-dir': string | undefined;
}

/** `inspect <FILE> [dir]`: what a build changes in one file, and why. */
export function inspectCommand(goFlags: string[], outcome: Outcome): CommandModule<object, InspectArguments> {
  return {
    command: 'inspect [file] [dir]',
    describe: 'Show what a build changes in one source file, and why',
    builder: (yargs) =>
      yargs
        .usage('$0 inspect <FILE> [dir] [options] [-- go build flags]')
        .positional('file', {
          describe: 'A source file of the plugin, or of a package that it imports',
          type: 'string',
        })
        .positional('dir', {
          describe:
            "Directory of the plugin's main package [default: the file's directory if its package is main, else .]",
          type: 'string',
        })
        .options(planOptions())
        .example('$0 inspect plugin1/main.go', '')
        .example('$0 inspect internal/store/store.go ./plugin1', ''),
    handler: async (args) => (await loadCode.inspect()).inspect(args, goFlags, outcome),
  };
}
