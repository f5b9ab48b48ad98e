import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import { parseNoIsolate } from '../base/noIsolate.js';
import type { BuildMode } from '../model/options.js';
import {
  BUILD_MODE_OPTION,
  chooseHost,
  choosePolicy,
  chooseWorkDir,
  FINDING_OPTIONS,
  HOST_OPTIONS,
  ISOLATION_OPTIONS,
  NAMING_OPTIONS,
  SINGLE,
  type FindingArguments,
  type HostArguments,
} from './commonOptions.js';
import { EXIT, type Outcome } from './exit.js';
import { choosePlugin, choosePlugins, type NamedPlugin } from './choosePlugins.js';
import { nothingNamed } from './usage.js';
import { showProgress } from './buildProgress.js';
import { showFindings } from './showFindings.js';
import { beginStatus, printLine, printNote } from './terminal.js';

interface RewriteArguments extends HostArguments, FindingArguments {
  dir: string[];
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
          ...NAMING_OPTIONS,
          ...BUILD_MODE_OPTION,
          ...HOST_OPTIONS,
          ...ISOLATION_OPTIONS,
          ...FINDING_OPTIONS,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
        }),
    handler: async (args) => {
      const example = 'rewrite ./plugin1 --out ./renamed';
      if (args.dir.length === 0) throw nothingNamed("the directory of the plugin's main package", example);
      if (args.out === undefined) throw nothingNamed('a directory for the renamed tree, with --out', example);
      const [{ rewritePlugin }, { checkPrefix }, { formatCommand }, { shortPath }, { buildDocument }] =
        await Promise.all([
          import('../app/rewritePlugin.js'),
          import('../names/prefixTemplate.js'),
          import('../base/shellWords.js'),
          import('../base/shortPath.js'),
          import('../report/buildDocument.js'),
          beginStatus(),
        ]);
      const policy = (outcome.policy = await choosePolicy(args));
      const cwd = process.cwd();
      const out = resolve(cwd, args.out);
      const plugin = await chooseOne(args.dir, cwd);
      if (plugin.files !== undefined && args.tests) {
        throw new UserError(
          '--tests requires a directory, not named files',
          'Name the directory of the plugin, or leave --tests out.',
        );
      }
      checkPrefix(args.prefix);
      const result = await rewritePlugin({
        cwd,
        goFlags,
        buildMode: args.buildmode,
        ...plugin,
        out,
        tests: args.tests,
        report: printNote,
        progress: showProgress(),
        policy,
        prefix: args.prefix,
        workDir: chooseWorkDir(args['work-dir'], cwd),
        isolation: parseNoIsolate(args['no-isolate']),
        isolateOwn: args['isolate-own'],
        host: chooseHost(args, cwd),
      });
      await showFindings(result.findings, { cwd, policy, all: false });
      if (hasErrors(result.findings, policy)) outcome.exitCode = EXIT.finding;
      if (args.json) outcome.documents.push(buildDocument(result, cwd, policy));
      else if ('command' in result)
        printLine(`cd ${formatCommand([shortPath(out, cwd)])} && ${formatCommand(result.command)}`);
    },
  };
}

/** @throws UserError for more than one directory. */
async function chooseOne(args: readonly string[], cwd: string): Promise<NamedPlugin> {
  const [first = '', second] = args;
  if (second === undefined) return choosePlugin(first, cwd);
  const [plugin, ...others] = first.endsWith('.go') ? await choosePlugins(args, cwd) : [];
  if (plugin === undefined || others.length > 0)
    throw new UserError(`unexpected argument ${second}`, 'See `gorename-plugin rewrite --help`.');
  return plugin;
}
