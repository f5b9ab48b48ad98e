import { resolve } from 'node:path';
import { rewritePlugin } from '../app/rewritePlugin.js';
import { parseNoIsolate } from '../base/noIsolate.js';
import { formatCommand } from '../base/shellWords.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import type { BuildMode } from '../model/options.js';
import { checkPrefix } from '../names/prefixTemplate.js';
import { buildDocument } from '../report/buildDocument.js';
import { subjectOf } from '../report/reportedFinding.js';
import { showProgress } from './buildProgress.js';
import { choosePlugin, choosePlugins, type NamedPlugin } from './choosePlugins.js';
import {
  chooseHost,
  choosePolicy,
  chooseWorkDir,
  type FindingArguments,
  type HostArguments,
} from './commonOptions.js';
import { chooseSarif, EXIT, type Outcome } from './exit.js';
import { showFindings } from './showFindings.js';
import { beginStatus, printLine, printNote } from './terminal.js';
import { nothingNamed } from './usage.js';

/** The arguments of `rewrite`. */
export interface RewriteArguments extends HostArguments, FindingArguments {
  dir: string[];
  out: string | undefined;
  tests: boolean;
  prefix: string;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  'no-isolate': string | undefined;
  'isolate-own': boolean;
  sarif: string | undefined;
  json: boolean;
  verbose: boolean;
}

/** Writes the renamed source tree of a plugin. */
export async function runRewrite(args: RewriteArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  const example = 'rewrite ./plugin1 --out ./renamed';
  if (args.dir.length === 0) throw nothingNamed("the directory of the plugin's main package", example);
  if (args.out === undefined) throw nothingNamed('a directory for the renamed tree, with --out', example);
  await beginStatus();
  const policy = (outcome.policy = choosePolicy(args));
  const cwd = process.cwd();
  chooseSarif(args.sarif, 'rewrite', outcome, cwd);
  const out = resolve(cwd, args.out);
  const plugin = await chooseOne(args.dir, cwd);
  const subject = (outcome.subject = subjectOf(plugin.dir));
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
  await showFindings(result.findings, { all: args.verbose, subject }, outcome);
  if (hasErrors(result.findings, policy)) outcome.exitCode = EXIT.finding;
  if (args.json) outcome.documents.push(buildDocument(result, cwd, policy));
  else if ('command' in result)
    printLine(`cd ${formatCommand([shortPath(out, cwd)])} && ${formatCommand(result.command)}`);
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
