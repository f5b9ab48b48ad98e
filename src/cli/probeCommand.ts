import type { CommandModule } from 'yargs';
import {
  CONFIG_OPTION,
  FINDING_OPTIONS,
  NAMING_OPTIONS,
  SARIF_OPTION,
  SINGLE,
  withoutDefaults,
} from './commonOptions.js';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import type { ProbeArguments } from './runProbe.js';

/** `probe <plugin.so>...`: loads built plugins in a separate process. */
export function probeCommand(outcome: Outcome): CommandModule<object, ProbeArguments> {
  return {
    command: 'probe [plugin...]',
    describe: 'Load built plugins in a separate process: symbols with types, panics, fatal errors',
    builder: (yargs) =>
      yargs
        .usage('$0 probe <plugin.so>... [options]')
        .positional('plugin', {
          describe: 'A built plugin; they are opened in this order',
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          host: {
            ...SINGLE,
            describe:
              "Load them together with this host's packages: its binary, its manifest, or the directory of its go.mod",
          },
          'host-src': {
            ...SINGLE,
            describe: "Source directory of the host's main module, for its packages",
          },
          timeout: {
            ...SINGLE,
            default: '30s',
            describe: 'Time limit for loading all plugins: 500ms, 30s, 2m',
          },
          'work-dir': {
            ...NAMING_OPTIONS['work-dir'],
            describe: 'Directory for temporary files [default: your cache directory]',
          },
          ...withoutDefaults(FINDING_OPTIONS),
          ...CONFIG_OPTION,
          ...SARIF_OPTION,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show the output of the plugins',
          },
        }),
    handler: async (args) => {
      const { runProbe } = await loadCode.probe();
      await runProbe(args, outcome);
    },
  };
}
