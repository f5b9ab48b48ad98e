import { Binary } from '../binary/goBinary.js';
import { describePlugin, inspectPlugin } from '../binary/inspectPlugin.js';
import { readPlugin } from '../binary/readPlugin.js';
import { UserError } from '../base/userError.js';
import { checkPlan, findCutOff } from '../check/planFindings.js';
import { findSharedState } from '../check/sharedState.js';
import { hasErrors } from '../findings/policy.js';
import { readHost } from '../host/readHost.js';
import type { FindingPolicy } from '../model/options.js';
import type { BuiltPlugin } from '../model/builtPlugin.js';
import type { Prediction } from '../predict/prediction.js';
import { predictOpen } from '../predict/predictOpen.js';
import type { InspectionDocument } from '../report/documents.js';
import { formatFindings } from '../report/formatFindings.js';
import { formatInspection, inspectionDocument } from '../report/formatInspection.js';
import { formatPrediction, predictionDocument, verifyDocument } from '../report/formatPrediction.js';
import { choosePolicy } from './commonOptions.js';
import { chooseSarif, EXIT, report, type Outcome } from './exit.js';
import type { SharedArguments } from './listBuilds.js';
import { findPlugin } from './pluginFiles.js';
import { chooseBuiltFor } from './projectHost.js';
import { nothingNamed } from './usage.js';
import { viewOf } from './showFindings.js';
import { printLine, resultWidth } from './terminal.js';

/** The arguments of `verify`. */
export interface VerifyArguments extends SharedArguments {
  plugin: string[];
  glibc: string | undefined;
  sarif: string | undefined;
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
  const builtFor = await chooseBuiltFor(files, args, cwd);
  const { host } = builtFor;
  if (glibc !== undefined) checkGlibc(glibc, host);
  const policy = (outcome.policy = choosePolicy(builtFor));
  if (host !== undefined) {
    await predict(files, host, { cwd, policy }, args, outcome);
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
  { cwd, policy }: { cwd: string; policy: FindingPolicy },
  { glibc, json, verbose }: VerifyArguments,
  outcome: Outcome,
): Promise<void> {
  const host = await readHost(hostFile, cwd);
  const plugins: BuiltPlugin[] = [];
  const inspections: InspectionDocument[] = [];
  for (const file of files) {
    const binary = new Binary(file, cwd);
    plugins.push(await readPlugin(binary));
    if (json) inspections.push(inspectionDocument(await describePlugin(binary), cwd, policy));
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
  if (json) {
    const documents = inspections.map((inspection, index) => {
      const prediction = predictions[index];
      return { ...inspection, prediction: prediction ? predictionDocument(prediction, cwd, policy) : null };
    });
    outcome.documents.push(verifyDocument(documents, together, host, cwd, policy));
  } else {
    const view = viewOf(outcome, verbose, resultWidth());
    for (const prediction of predictions) printLine(formatPrediction(prediction, view));
    for (const text of formatFindings(together, view)) printLine(text);
  }
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
