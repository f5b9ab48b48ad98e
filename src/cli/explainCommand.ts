import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import { parseNoIsolate } from '../base/noIsolate.js';
import { nearestPaths } from '../base/nearestPaths.js';
import { DEFAULT_PREFIX, type BuildMode } from '../model/options.js';
import type { Explanation } from '../report/explainPlan.js';
import {
  BUILD_MODE_OPTION,
  chooseHost,
  choosePolicy,
  chooseWorkDir,
  FINDING_OPTIONS,
  HOST_OPTIONS,
  WORK_DIR_OPTION,
  type FindingArguments,
  type HostArguments,
} from './commonOptions.js';
import { EXIT, type Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import { choosePlugin } from './choosePlugins.js';
import { nothingNamed } from './usage.js';
import { showFindings } from './showFindings.js';
import { printLine } from './terminal.js';

interface ExplainArguments extends HostArguments, FindingArguments {
  dir: string | undefined;
  package: string | undefined;
  buildmode: BuildMode;
  'work-dir': string | undefined;
  json: boolean;
  verbose: boolean;
}

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
          ...HOST_OPTIONS,
          ...BUILD_MODE_OPTION,
          ...WORK_DIR_OPTION,
          ...FINDING_OPTIONS,
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'Show all packages, also if there are many',
          },
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
        })
        .example('$0 explain ./plugin1 github.com/tidwall/match', '')
        .example('$0 explain ./plugin1 --host ./server --keep example.com/sdk', ''),
    handler: (args) => explain(args, goFlags, outcome),
  };
}

async function explain(args: ExplainArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  if (args.dir === undefined)
    throw nothingNamed("the directory of a plugin's main package", 'explain ./plugin1');
  const [
    { planPlugin },
    { explainPlan, explanationDocument, formatDiffering, formatExplanation, formatExplanations },
  ] = await loadCode.explain();
  const policy = (outcome.policy = choosePolicy(args));
  const cwd = process.cwd();
  const { graph, plan, host, findings } = await planPlugin({
    cwd,
    ...(await choosePlugin(args.dir, cwd)),
    goFlags,
    buildMode: args.buildmode,
    prefix: DEFAULT_PREFIX,
    workDir: chooseWorkDir(args['work-dir'], cwd),
    buildInfo: 'original',
    bill: false,
    isolation: parseNoIsolate(undefined),
    isolateOwn: false,
    host: chooseHost(args, cwd),
  });
  await showFindings(findings, { cwd, policy, all: false });
  if (hasErrors(findings, policy)) outcome.exitCode = EXIT.finding;
  const all = explainPlan(graph, plan, host);
  const asked = args.package === undefined ? all : choosePackage(args.package, plan.main.from, all);
  if (args.json) outcome.documents.push(explanationDocument(plan.main, asked));
  else if (args.package === undefined)
    printLine(args.verbose ? formatExplanations(asked) : formatDiffering(asked));
  else printLine(asked.map(formatExplanation).join('\n'));
}

/**
 * The package that the user names: its import path, or the end of it if only one package has it.
 * @throws UserError
 */
function choosePackage(asked: string, main: string, all: readonly Explanation[]): Explanation[] {
  const exact = all.filter(({ importPath }) => importPath === asked);
  const found = exact.length > 0 ? exact : all.filter(({ importPath }) => importPath.endsWith(`/${asked}`));
  if (found.length === 1) return found;
  const paths = found.map(({ importPath }) => importPath);
  if (found.length > 1)
    throw new UserError(
      `${asked} is the end of several import paths`,
      `Name one of them: ${paths.join(', ')}.`,
    );
  const known = all.map(({ importPath }) => importPath);
  const below = known.filter((one) => one.startsWith(`${asked}/`) || asked.startsWith(`${one}/`));
  const near = below.length > 0 ? below : nearestPaths(asked, known);
  throw new UserError(
    `${asked} is not in the build of ${main}: no package imports it`,
    near.length > 0
      ? `Packages in the build: ${near.slice(0, 5).join(', ')}.`
      : 'Without an import path, explain lists all packages.',
  );
}
