import { planPlugin } from '../app/planPlugin.js';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import { nearestPaths } from '../base/nearestPaths.js';
import {
  explainPlan,
  explanationDocument,
  formatDiffering,
  formatExplanation,
  formatExplanations,
  type Explanation,
} from '../report/explainPlan.js';
import { subjectOf } from '../report/reportedFinding.js';
import { choosePolicy } from './commonOptions.js';
import { chooseSarif, EXIT, type Outcome } from './exit.js';
import { choosePlugin } from './choosePlugins.js';
import { chooseBuild, planned, type SharedArguments } from './listBuilds.js';
import { nothingNamed } from './usage.js';
import { showFindings } from './showFindings.js';
import { printLine } from './terminal.js';

/** The arguments of `explain`. */
export interface ExplainArguments extends SharedArguments {
  dir: string | undefined;
  package: string | undefined;
  'work-dir': string | undefined;
  sarif: string | undefined;
  json: boolean;
  verbose: boolean;
}

/** Explains what a build does with packages. */
export async function runExplain(args: ExplainArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  if (args.dir === undefined)
    throw nothingNamed("the directory of a plugin's main package", 'explain ./plugin1');
  const cwd = process.cwd();
  chooseSarif(args.sarif, 'explain', outcome, cwd);
  const build = await chooseBuild(await choosePlugin(args.dir, cwd), args, goFlags, cwd);
  const policy = (outcome.policy = choosePolicy(build.options));
  const subject = (outcome.subject = subjectOf(build.dir));
  const { graph, plan, host, findings } = await planPlugin(planned(build, args['work-dir'], cwd));
  await showFindings(findings, { all: args.verbose, subject }, outcome);
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
