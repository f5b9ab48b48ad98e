import type { CommandModule } from 'yargs';
import {
  DESCRIPTION_OPTIONS,
  FINDING_OPTIONS,
  planOptions,
  SARIF_OPTION,
  withoutDefaults,
} from './commonOptions.js';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import type { ExplainArguments } from './runExplain.js';

/** `explain <dir> [import/path]`: why each package is renamed, kept or split. */
export function explainCommand(goFlags: string[], outcome: Outcome): CommandModule<object, ExplainArguments> {
  return {
    command: 'explain [dir] [package]',
    describe: 'Explain why packages are renamed, kept or split',
    builder: (yargs) =>
      yargs
        .usage('$0 explain <dir> [import/path] [options] [-- go build flags]')
        .positional('dir', { describe: "Directory of the plugin's main package", type: 'string' })
        .positional('package', {
          describe: 'Import path of one package; default: all packages',
          type: 'string',
        })
        .options({
          ...planOptions(),
          report: DESCRIPTION_OPTIONS.report,
          graph: DESCRIPTION_OPTIONS.graph,
          ...withoutDefaults(FINDING_OPTIONS),
          ...SARIF_OPTION,
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show all packages and findings, also if there are many',
          },
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
        })
        .example('$0 explain ./plugin1 github.com/tidwall/match', '')
        .example('$0 explain ./plugin1 --host ./server --keep example.com/sdk', ''),
    handler: async (args) => {
      const { runExplain } = await loadCode.explain();
      await runExplain(args, goFlags, outcome);
    },
  };
}
