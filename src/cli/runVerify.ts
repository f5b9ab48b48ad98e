import { findPlugin } from '../app/findPlugin.js';
import { choosePolicy } from '../app/settleOptions.js';
import { verifyPlugins, type VerifiedPlugin, type Verification } from '../app/verifyPlugins.js';
import { writeDescriptions } from '../app/writeDescriptions.js';
import { shortPath } from '../base/shortPath.js';
import type { HostInfo } from '../model/host.js';
import { whyOf, type Finding } from '../findings/finding.js';
import type { FindingPolicy } from '../model/options.js';
import { formatFindings } from '../report/formatFindings.js';
import { formatInspection } from '../report/formatInspection.js';
import { formatPrediction } from '../report/formatPrediction.js';
import { describe, pageAssets, reportedFindings } from './describe.js';
import { chooseDescriptions, type DescriptionPlace } from './descriptionFiles.js';
import { EXIT, report, type Outcome } from './exit.js';
import { chooseSarif } from './sarifFile.js';
import type { SharedArguments } from './listBuilds.js';
import { loadCode } from './loadCode.js';
import { chooseBuiltFor } from './projectHost.js';
import { nothingNamed } from './usage.js';
import { viewOf } from './showFindings.js';
import { printLine, resultWidth } from './terminal.js';
import { packageVersion } from '../report/programVersion.js';

/** The arguments of `verify`. */
export interface VerifyArguments extends SharedArguments {
  plugin: string[];
  glibc: string | undefined;
  sarif: string | undefined;
  report: string | undefined;
  json: boolean;
  verbose: boolean;
}

/** Shows what built plugins contain; with --host, what plugin.Open will do with them. */
export async function runVerify(args: VerifyArguments, outcome: Outcome): Promise<void> {
  const { json, verbose, glibc } = args;
  if (args.plugin.length === 0) throw nothingNamed('a built plugin', 'verify ./plugin1.so');
  const cwd = process.cwd();
  chooseSarif(args.sarif, 'verify', outcome, cwd);
  const files = args.plugin.map((file) => findPlugin(file, cwd));
  [outcome.subject] = files;
  const places = chooseDescriptions({ report: args.report }, files.length > 1, cwd);
  const builtFor = await chooseBuiltFor(files, args, cwd);
  const policy = (outcome.policy = choosePolicy(builtFor));
  const verified = await verifyPlugins({ plugins: files, host: builtFor.host, glibc, cwd, policy });
  const { plugins, together, failed } = verified;
  if (failed) outcome.exitCode = EXIT.finding;
  for (const { file, findings } of plugins) report(findings, file, outcome);
  report(together, files[0], outcome);
  if (places.length > 0) await writePages(verified, { cwd, policy, places }, outcome);
  if (json) {
    outcome.documents.push(await verified.describe());
    return;
  }
  const view = viewOf(outcome, verbose, resultWidth());
  for (const { content } of plugins)
    printLine('verdict' in content ? formatPrediction(content, view) : formatInspection(content, view));
  for (const text of formatFindings(together, view)) printLine(text);
}

interface PageContext {
  cwd: string;
  policy: FindingPolicy;
  places: readonly DescriptionPlace[];
}

/** Writes the pages of --report. */
async function writePages(
  { plugins, together, host }: Verification,
  context: PageContext,
  { sarif }: Outcome,
): Promise<void> {
  const { cwd, places } = context;
  const taken = new Set(sarif === undefined ? [] : [sarif.file]);
  for (const plugin of plugins) {
    const report = (): Promise<string> => describePage(plugin, together, host, context);
    writeDescriptions(await describe(places, plugin.file, { report }), { taken, cwd });
  }
}

async function describePage(
  { inspect, content, findings }: VerifiedPlugin,
  together: readonly Finding[],
  host: HostInfo | undefined,
  context: PageContext,
): Promise<string> {
  const [{ reportPage }, { inspectionVerdict }, { inspectionNodes }] = await Promise.all([
    loadCode.reportPage(),
    loadCode.reportVerdicts(),
    loadCode.inspectionNodes(),
  ]);
  const { cwd } = context;
  const inspection = await inspect();
  const { file, checked, pluginPath, goVersion, exports } = inspection;
  const hostPath = host === undefined ? '' : shortPath(host.path, cwd);
  const verdict = 'verdict' in content ? content.verdict : undefined;
  return reportPage(
    {
      title: shortPath(file, cwd),
      verdict: inspectionVerdict(checked, { host: hostPath, verdict }),
      fails: verdict === 'not-reached',
      facts: [
        ['Plugin path', pluginPath],
        ...(goVersion === '' ? [] : [['Go', goVersion] as [string, string]]),
        ['Exports', exports.map(({ name }) => name).join(', ') || 'none'],
        ...(host === undefined ? [] : [['Host', hostPath] as [string, string]]),
        ['gorename-plugin', packageVersion()],
      ],
      // The plan has what was found when the plugin was built.
      findings: [
        ...reportedFindings([...findings, ...together], context),
        ...(checked.plan?.findings ?? []).map((finding) => ({ ...finding, why: whyOf(finding.kind) })),
      ],
      graph: { nodes: inspectionNodes(inspection, host) },
    },
    pageAssets(),
  );
}
