import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { parseNoIsolate } from '../model/isolation.js';
import type { BuildMode } from '../model/options.js';
import { BUILD_MODE_OPTION, chooseWorkDir, ISOLATION_OPTIONS, NAMING_OPTIONS, SINGLE } from './common.js';
import type { Outcome } from './exit.js';
import { nothingNamed } from './usage.js';
import { printLine, printNote } from './terminal.js';

interface RewriteArguments {
  dir: string | undefined;
  out: string | undefined;
  tests: boolean;
  prefix: string;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  'no-isolate': string | undefined;
  'isolate-own': boolean;
  json: boolean;
}

/** `rewrite <dir> --out DIR`: the pre-build step. */
export function rewriteCommand(goFlags: string[], outcome: Outcome): CommandModule<object, RewriteArguments> {
  return {
    command: 'rewrite [dir]',
    describe: 'Only write the renamed tree, for plain go build',
    builder: (yargs) =>
      yargs
        .usage('$0 rewrite <dir> --out DIR [options] [-- go build flags]')
        .positional('dir', { describe: "Directory of the plugin's main package", type: 'string' })
        .options({
          out: {
            ...SINGLE,
            describe: 'New directory for the tree; one that rewrite has written is replaced',
          },
          tests: {
            type: 'boolean',
            default: false,
            describe: 'Include tests: `go test ./...` works in the tree',
          },
          ...NAMING_OPTIONS,
          ...BUILD_MODE_OPTION,
          ...ISOLATION_OPTIONS,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
        }),
    handler: async (args) => {
      const example = 'rewrite ./plugin1 --out ./renamed';
      if (args.dir === undefined) throw nothingNamed("the directory of the plugin's main package", example);
      if (args.out === undefined) throw nothingNamed('a directory for the renamed tree, with --out', example);
      const [
        { rewritePlugin },
        { checkPrefix },
        { formatCommand },
        { shortPath },
        { buildDocument },
        { formatFinding },
      ] = await Promise.all([
        import('../pipeline.js'),
        import('../plan/prefix.js'),
        import('../model/shellWords.js'),
        import('../model/shortPath.js'),
        import('../report/buildDocument.js'),
        import('../report/findingText.js'),
      ]);
      const cwd = process.cwd();
      const out = resolve(cwd, args.out);
      checkPrefix(args.prefix);
      const result = await rewritePlugin({
        cwd,
        goFlags,
        buildMode: args.buildmode,
        dir: resolve(cwd, args.dir),
        out,
        tests: args.tests,
        prefix: args.prefix,
        workDir: chooseWorkDir(args['work-dir'], cwd),
        isolation: parseNoIsolate(args['no-isolate']),
        isolateOwn: args['isolate-own'],
      });
      for (const finding of result.findings) printNote(formatFinding(finding, cwd));
      if (args.json) outcome.documents.push(buildDocument(result, cwd));
      else printLine(`cd ${formatCommand([shortPath(out, cwd)])} && ${formatCommand(result.command)}`);
    },
  };
}
