import { Binary } from '../binary/goBinary.js';
import { describePlugin, inspectPlugin, type Inspection } from '../binary/inspectPlugin.js';
import { readPlugin } from '../binary/readPlugin.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import { checkPlan, findCutOff } from '../check/planFindings.js';
import { findSharedState } from '../check/sharedState.js';
import type { Finding } from '../findings/finding.js';
import { hasErrors } from '../findings/policy.js';
import { readHost } from '../host/readHost.js';
import type { HostInfo } from '../model/host.js';
import type { FindingPolicy } from '../model/options.js';
import type { BuiltPlugin } from '../model/builtPlugin.js';
import type { Prediction } from '../predict/prediction.js';
import { predictOpen } from '../predict/predictOpen.js';
import { formatFindings } from '../report/formatFindings.js';
import { formatInspection, inspectionDocument } from '../report/formatInspection.js';
import { formatPrediction, predictionDocument, verifyDocument } from '../report/formatPrediction.js';
import { choosePolicy } from './commonOptions.js';
import { describe, pageAssets, reportedFindings } from './describe.js';
import { chooseDescriptions, writeDescriptions, type DescriptionPlace } from './descriptionFiles.js';
import { chooseSarif, EXIT, report, type Outcome } from './exit.js';
import type { SharedArguments } from './listBuilds.js';
import { loadCode } from './loadCode.js';
import { findPlugin } from './pluginFiles.js';
import { chooseBuiltFor } from './projectHost.js';
import { nothingNamed } from './usage.js';
import { viewOf } from './showFindings.js';
import { printLine, resultWidth } from './terminal.js';
import { packageVersion } from './version.js';

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
  const { host } = builtFor;
  if (glibc !== undefined) checkGlibc(glibc, host);
  const policy = (outcome.policy = choosePolicy(builtFor));
  const context = { cwd, policy, places };
  if (host !== undefined) {
    await predict(files, host, context, args, outcome);
    return;
  }
  const inspections = [];
  for (const file of files) inspections.push(await inspectPlugin(file, cwd));
  if (inspections.some(({ checked }) => checked.problems.length > 0)) outcome.exitCode = EXIT.finding;
  const together = findSharedState(
    inspections.flatMap(({ file, checked: { plan } }) => (plan === undefined ? [] : [{ file, plan }])),
  );
  for (const { file, checked } of inspections)
    report(checkPlan({ file, problems: checked.problems }), file, outcome);
  report(together, files[0], outcome);
  if (hasErrors(together, policy)) outcome.exitCode = EXIT.finding;
  await writePages(
    inspections.map((inspection) => ({
      inspection,
      findings: [...checkPlan({ file: inspection.file, problems: inspection.checked.problems }), ...together],
    })),
    undefined,
    context,
    outcome,
  );
  if (json) {
    const documents = inspections.map((inspection) => inspectionDocument(inspection, cwd, policy));
    outcome.documents.push(verifyDocument(documents, together, undefined, cwd, policy));
  } else {
    const view = viewOf(outcome, verbose, resultWidth());
    for (const inspection of inspections) printLine(formatInspection(inspection, view));
    for (const text of formatFindings(together, view)) printLine(text);
  }
}

async function predict(
  files: readonly string[],
  hostFile: string,
  context: PageContext,
  { glibc, json, verbose }: VerifyArguments,
  outcome: Outcome,
): Promise<void> {
  const { cwd, policy, places } = context;
  const host = await readHost(hostFile, cwd);
  const plugins: BuiltPlugin[] = [];
  const inspections: Inspection[] = [];
  for (const file of files) {
    const binary = new Binary(file, cwd);
    plugins.push(await readPlugin(binary));
    if (json || places.length > 0) inspections.push(await describePlugin(binary));
  }
  const predictions = predictOpen(host, plugins, glibc).map((prediction) => {
    const { plugin } = prediction;
    const more = [...checkPlan(plugin), ...(isMet(prediction) ? findCutOff(plugin, host) : [])];
    return { ...prediction, findings: [...prediction.findings, ...more] };
  });
  const together = findSharedState(
    predictions
      .filter(isMet)
      .flatMap(({ plugin: { file, plan } }) => (plan === undefined ? [] : [{ file, plan }])),
  );
  const findings = [...predictions.flatMap((prediction) => prediction.findings), ...together];
  if (hasErrors(findings, policy)) outcome.exitCode = EXIT.finding;
  for (const prediction of predictions) report(prediction.findings, prediction.plugin.file, outcome);
  report(together, files[0], outcome);
  const pages = inspections.map((inspection, index) => {
    const prediction = predictions[index];
    return { inspection, prediction, findings: [...(prediction?.findings ?? []), ...together] };
  });
  await writePages(pages, host, context, outcome);
  if (json) {
    const documents = pages.map(({ inspection, prediction }) => ({
      ...inspectionDocument(inspection, cwd, policy),
      prediction: prediction ? predictionDocument(prediction, cwd, policy) : null,
    }));
    outcome.documents.push(verifyDocument(documents, together, host, cwd, policy));
  } else {
    const view = viewOf(outcome, verbose, resultWidth());
    for (const prediction of predictions) printLine(formatPrediction(prediction, view));
    for (const text of formatFindings(together, view)) printLine(text);
  }
}

interface PageContext {
  cwd: string;
  policy: FindingPolicy;
  places: readonly DescriptionPlace[];
}

/** What a page says about a plugin. */
interface PageSubject {
  inspection: Inspection;
  prediction?: Prediction | undefined;
  findings: readonly Finding[];
}

/** Writes the pages of --report. */
async function writePages(
  subjects: readonly PageSubject[],
  host: HostInfo | undefined,
  context: PageContext,
  { sarif }: Outcome,
): Promise<void> {
  const { cwd, places } = context;
  const taken = new Set(sarif === undefined ? [] : [sarif.file]);
  for (const subject of subjects) {
    const report = (): Promise<string> => describePage(subject, host, context);
    writeDescriptions(await describe(places, subject.inspection.file, { report }), { taken, cwd });
  }
}

async function describePage(
  { inspection, prediction, findings }: PageSubject,
  host: HostInfo | undefined,
  context: PageContext,
): Promise<string> {
  const [{ reportPage }, { inspectionVerdict }, { inspectionNodes }] = await Promise.all([
    loadCode.reportPage(),
    loadCode.reportVerdicts(),
    loadCode.inspectionNodes(),
  ]);
  const { cwd } = context;
  const { file, checked, pluginPath, goVersion, exports } = inspection;
  const hostPath = host === undefined ? '' : shortPath(host.path, cwd);
  const verdict = prediction?.verdict;
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
      findings: [...reportedFindings(findings, context), ...(checked.plan?.findings ?? [])],
      graph: { nodes: inspectionNodes(inspection, host) },
    },
    pageAssets(),
  );
}

/** Whether a plugin is loaded: only then it can be cut off from the host, or share state with other plugins. */
function isMet({ verdict }: Prediction): boolean {
  return verdict === 'loads' || verdict === 'unknown';
}

/** @throws UserError if the value is not a version, or there is no host. */
function checkGlibc(glibc: string, host: string | undefined): void {
  if (!/^\d+(\.\d+)+$/.test(glibc)) {
    throw new UserError(
      `--glibc ${glibc}: invalid version`,
      'Write it as `ldd --version` does: --glibc 2.31.',
    );
  }
  if (host === undefined) {
    throw new UserError('--glibc requires --host', 'Name the host: --host ./server --glibc 2.31.');
  }
}
