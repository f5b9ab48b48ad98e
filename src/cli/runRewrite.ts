import { resolve } from 'node:path';
import { choosePolicy } from '../app/settleOptions.js';
import { rewritePlugin } from '../app/rewritePlugin.js';
import { formatCommand } from '../base/shellWords.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import { buildDocument } from '../report/buildDocument.js';
import { subjectOf } from '../report/reportedFinding.js';
import { showProgress } from './buildProgress.js';
import { choosePlugin, choosePlugins, type NamedPlugin } from './choosePlugins.js';
import { EXIT, type Outcome } from './exit.js';
import { chooseSarif } from './sarifFile.js';
import { chooseBuild, fixableFile, planned, type SharedArguments } from './listBuilds.js';
import { showFindings } from './showFindings.js';
import { beginStatus, printLine, printNote } from './terminal.js';
import { nothingNamed } from './usage.js';

/** The arguments of `rewrite`. */
export interface RewriteArguments extends SharedArguments {
  dir: string[];
  out: string | undefined;
  tests: boolean;
  'work-dir': string | undefined;
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
  const cwd = process.cwd();
  chooseSarif(args.sarif, 'rewrite', outcome, cwd);
  const out = resolve(cwd, args.out);
  const build = await chooseBuild(await chooseOne(args.dir, cwd), args, goFlags, cwd);
  const policy = (outcome.policy = choosePolicy(build.options));
  const subject = (outcome.subject = subjectOf(build.dir));
  outcome.fixable = fixableFile(build, cwd);
  if (build.files !== undefined && args.tests) {
    throw new UserError(
      '--tests requires a directory, not named files',
      'Name the directory of the plugin, or leave --tests out.',
    );
  }
  const result = await rewritePlugin({
    ...planned(build, args['work-dir'], cwd),
    out,
    tests: args.tests,
    report: printNote,
    progress: showProgress(),
    policy,
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
