import { basename } from 'node:path';
import { choosePolicy } from '../app/settleOptions.js';
import { writeDescriptions } from '../app/writeDescriptions.js';
import { planPlugin, type PlannedBuild } from '../app/planPlugin.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import { nearestNames } from '../base/nearestNames.js';
import { nearestPaths } from '../base/nearestPaths.js';
import type { FindingPolicy } from '../model/options.js';
import {
  explainPlan,
  explanationDocument,
  formatDiffering,
  formatExplanation,
  formatExplanations,
  type Explanation,
} from '../report/explainPlan.js';
import { packageGraph } from '../report/packageGraph.js';
import { formatUnanalysed } from '../report/planText.js';
import { subjectOf } from '../report/reportedFinding.js';
import type { DescriptionFile } from '../store/recallBuild.js';
import { describe, describeGraph, pageAssets, reportedFindings } from './describe.js';
import { chooseDescriptions, type DescriptionPlace } from './descriptionFiles.js';
import { loadCode } from './loadCode.js';
import { EXIT, type Outcome } from './exit.js';
import { chooseSarif } from './sarifFile.js';
import { choosePlugin } from './choosePlugins.js';
import { chooseBuild, fixableFile, planned, type SharedArguments } from './listBuilds.js';
import { nothingNamed } from './usage.js';
import { showFindings } from './showFindings.js';
import { printLine, printNote } from './terminal.js';
import { packageVersion } from '../report/programVersion.js';

/** The arguments of `explain`. */
export interface ExplainArguments extends SharedArguments {
  dir: string | undefined;
  package: string | undefined;
  'work-dir': string | undefined;
  sarif: string | undefined;
  report: string | undefined;
  graph: string | undefined;
  json: boolean;
  verbose: boolean;
}

/** Explains what a build does with packages. */
export async function runExplain(args: ExplainArguments, goFlags: string[], outcome: Outcome): Promise<void> {
  if (args.dir === undefined)
    throw nothingNamed("the directory of a plugin's main package", 'explain ./plugin1');
  const cwd = process.cwd();
  chooseSarif(args.sarif, 'explain', outcome, cwd);
  const descriptions = chooseDescriptions(args, false, cwd);
  const build = await chooseBuild(await choosePlugin(args.dir, cwd), args, goFlags, cwd);
  const policy = (outcome.policy = choosePolicy(build.options));
  const subject = (outcome.subject = subjectOf(build.dir));
  outcome.fixable = fixableFile(build, cwd);
  const result = await planPlugin(planned(build, args['work-dir'], cwd), true);
  const { graph, plan, host, findings, unanalysed } = result;
  await showFindings(findings, { all: args.verbose, subject }, outcome);
  if (args.verbose && unanalysed !== undefined) printNote(formatUnanalysed(unanalysed));
  if (hasErrors(findings, policy)) outcome.exitCode = EXIT.finding;
  writeDescriptions(await describePlan(result, descriptions, { cwd, policy }), {
    taken: new Set(outcome.sarif === undefined ? [] : [outcome.sarif.file]),
    cwd,
  });
  const all = explainPlan(graph, plan, host);
  const asked = args.package === undefined ? all : choosePackage(args.package, plan.main.from, all);
  if (args.json) outcome.documents.push(explanationDocument(plan.main, asked));
  else if (args.package === undefined)
    printLine(args.verbose ? formatExplanations(asked) : formatDiffering(asked));
  else printLine(asked.map(formatExplanation).join('\n'));
}

/** The content of the files that describe what a build would do. */
function describePlan(
  { graph, plan, host, findings }: PlannedBuild,
  places: readonly DescriptionPlace[],
  context: { cwd: string; policy: FindingPolicy },
): Promise<DescriptionFile[]> {
  const packages = packageGraph(graph, plan, host);
  return describe(places, basename(plan.main.from), {
    graph: (file) => describeGraph(file, packages),
    report: async () => {
      const [{ reportPage }, { planVerdict }] = await Promise.all([
        loadCode.reportPage(),
        loadCode.reportVerdicts(),
      ]);
      return reportPage(
        {
          title: plan.main.from,
          verdict: planVerdict(findings, context.policy),
          facts: [
            ['Main package', plan.main.from],
            ...(host === undefined ? [] : [['Host', shortPath(host.path, context.cwd)] as [string, string]]),
            ['gorename-plugin', packageVersion()],
          ],
          findings: reportedFindings(findings, context),
          graph: packages,
        },
        pageAssets(),
      );
    },
  });
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
  const spelt = nearestPaths(asked, known);
  const near = below.length > 0 ? below : spelt.length > 0 ? spelt : nearestEnds(asked, known);
  throw new UserError(
    `${asked} is not in the build of ${main}: no package imports it`,
    near.length > 0
      ? `Packages in the build: ${near.slice(0, 5).join(', ')}.`
      : 'Without an import path, explain lists all packages.',
  );
}

/** The packages whose paths end nearly as the end that the user names. */
function nearestEnds(asked: string, known: readonly string[]): string[] {
  const length = asked.split('/').length;
  const endOf = (path: string): string => path.split('/').slice(-length).join('/');
  const ends = nearestNames(asked, [...new Set(known.map(endOf))]);
  return known.filter((path) => ends.includes(endOf(path)));
}
