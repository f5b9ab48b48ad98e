import { resolve } from 'node:path';
import { shortPath } from '../model/shortPath.js';
import type { CommandModule } from 'yargs';
import { formatCommand } from '../model/shellWords.js';
import { parseNoIsolate } from '../model/isolation.js';
import { BUILD_MODES, DEFAULT_BUILD_MODE, type BuildMode } from '../model/options.js';
import { checkPrefix } from '../plan/prefix.js';
import { rewritePlugin } from '../pipeline.js';
import { buildDocument, formatJson } from '../report/buildDocument.js';
import { formatFinding } from '../report/findingText.js';
import { chooseWorkDir, ISOLATION_OPTIONS, NAMING_OPTIONS } from './common.js';
import { EXIT } from './exit.js';

interface RewriteArguments {
  dir: string;
  out: string;
  tests: boolean;
  prefix: string;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  'no-isolate': string | undefined;
  json: boolean;
}

/** `rewrite <dir> --out DIR`: the pre-build step. */
export function rewriteCommand(
  goFlags: string[],
  finish: (code: number) => void,
): CommandModule<object, RewriteArguments> {
  return {
    command: 'rewrite <dir>',
    describe: 'Only write the renamed tree, for plain go build',
    builder: (yargs) =>
      yargs
        .usage('$0 rewrite <dir> --out DIR [options] [-- go build flags]')
        .positional('dir', {
          describe: "Directory of the plugin's main package",
          type: 'string',
          demandOption: true,
        })
        .options({
          out: {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'New directory for the tree; one that rewrite has written is replaced',
          },
          tests: {
            type: 'boolean',
            default: false,
            describe: 'Include tests: `go test ./...` works in the tree',
          },
          ...NAMING_OPTIONS,
          buildmode: {
            choices: BUILD_MODES,
            default: DEFAULT_BUILD_MODE,
            describe: 'As in go help buildmode',
          },
          ...ISOLATION_OPTIONS,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
        }),
    handler: async (args) => {
      const cwd = process.cwd();
      checkPrefix(args.prefix);
      const result = await rewritePlugin({
        cwd,
        goFlags,
        buildMode: args.buildmode,
        dir: resolve(cwd, args.dir),
        out: resolve(cwd, args.out),
        tests: args.tests,
        prefix: args.prefix,
        workDir: chooseWorkDir(args['work-dir'], cwd),
        isolation: parseNoIsolate(args['no-isolate']),
      });
      for (const finding of result.findings) console.error(formatFinding(finding, cwd));
      if (args.json) process.stdout.write(formatJson(buildDocument(result, cwd)));
      else
        console.log(
          `cd ${formatCommand([shortPath(resolve(cwd, args.out), cwd)])} && ${formatCommand(result.command)}`,
        );
      finish(EXIT.done);
    },
  };
}
