import type { CommandModule } from 'yargs';
import {
  CONFIG_OPTION,
  DESCRIPTION_OPTIONS,
  FINDING_OPTIONS,
  HOST_OPTIONS,
  SARIF_OPTION,
  SINGLE,
  withoutDefaults,
} from './commonOptions.js';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import type { VerifyArguments } from './runVerify.js';

/** `verify <plugin.so>...`: reads built plugins with objdump; with --host, predicts plugin.Open. */
export function verifyCommand(outcome: Outcome): CommandModule<object, VerifyArguments> {
  return {
    command: 'verify [plugin...]',
    describe:
      'Read built plugins: packages, import paths, exported symbols; with --host, whether the host will load them',
    builder: (yargs) =>
      yargs
        .usage('$0 verify <plugin.so>... [options]')
        .positional('plugin', {
          describe: 'A built plugin; may be stripped. A host opens them in this order',
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          host: { ...HOST_OPTIONS.host, describe: `Predict plugin.Open: ${HOST_OPTIONS.host.describe}` },
          glibc: {
            ...SINGLE,
            describe: "The glibc version of the host's system, as printed by `ldd --version`: 2.31",
          },
          report: DESCRIPTION_OPTIONS.report,
          ...withoutDefaults(FINDING_OPTIONS),
          ...CONFIG_OPTION,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          ...SARIF_OPTION,
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'List the standard library and hashes; with --host, all packages that differ',
          },
        })
        .example('$0 verify plugin1.so', '')
        .example('$0 verify first.so second.so --host ./server', ''),
    handler: async (args) => {
      const { runVerify } = await loadCode.verify();
      await runVerify(args, outcome);
    },
  };
}
