import type { CommandModule } from 'yargs';
import { FINDING_OPTIONS, planOptions, SARIF_OPTION, SINGLE, withoutDefaults } from './commonOptions.js';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import type { RewriteArguments } from './runRewrite.js';

/** `rewrite <dir> --out DIR`: the pre-build step. */
export function rewriteCommand(goFlags: string[], outcome: Outcome): CommandModule<object, RewriteArguments> {
  return {
    command: 'rewrite [dir...]',
    describe: 'Only write the renamed source tree, for plain go build',
    builder: (yargs) =>
      yargs
        .usage('$0 rewrite <dir> --out DIR [options] [-- go build flags]')
        .positional('dir', {
          describe: "Directory of the plugin's main package, or its .go files",
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          out: {
            ...SINGLE,
            alias: 'o',
            describe: 'New directory for the tree; a tree written by rewrite is replaced',
          },
          tests: {
            type: 'boolean',
            default: false,
            describe: 'Include tests: `go test ./...` works in the tree',
          },
          ...planOptions(),
          ...withoutDefaults(FINDING_OPTIONS),
          ...SARIF_OPTION,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show all findings, also if there are many of a kind',
          },
        }),
    handler: async (args) => {
      const { runRewrite } = await loadCode.rewrite();
      await runRewrite(args, goFlags, outcome);
    },
  };
}
