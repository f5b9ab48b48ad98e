import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../base/userError.js';
import { hasErrors } from '../findings/policy.js';
import type { InspectionDocument } from '../report/documents.js';
import type { FindingPolicy } from '../model/options.js';
import type { BuiltPlugin } from '../model/builtPlugin.js';
import type { Prediction } from '../predict/prediction.js';
import {
  choosePolicy,
  FINDING_OPTIONS,
  HOST_OPTIONS,
  SARIF_OPTION,
  SINGLE,
  type FindingArguments,
} from './commonOptions.js';
import { chooseSarif, EXIT, report, type Outcome } from './exit.js';
import { findPlugin } from './pluginFiles.js';
import { nothingNamed } from './usage.js';
import { printLine } from './terminal.js';

interface VerifyArguments extends FindingArguments {
  plugin: string[];
  host: string | undefined;
  glibc: string | undefined;
  sarif: string | undefined;
  json: boolean;
  verbose: boolean;
}

/** `verify <plugin.so>...`: reads built plugins with objdump; with --host, predicts plugin.Open. */
export function verifyCommand(outcome: Outcome): CommandModule<object, VerifyArguments> {
  return {
    command: 'verify [plugin...]',
    describe:
      'Read built plugins: packages, import paths, exported symbols; with --host, whether the host will load them',
    builder: (yargs) =>
      yargs
        .usage('$0 verify <plugin.so>... [options]')
        .positional('plugin', {
          describe: 'A built plugin; may be stripped. A host opens them in this order',
          type: 'string',
          array: true,
          default: [],
        })
        .options({
          host: { ...HOST_OPTIONS.host, describe: `Predict plugin.Open: ${HOST_OPTIONS.host.describe}` },
          glibc: {
            ...SINGLE,
            describe: "The glibc version of the host's system, as printed by `ldd --version`: 2.31",
          },
          ...FINDING_OPTIONS,
          json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
          ...SARIF_OPTION,
          verbose: {
            alias: 'v',
            type: 'boolean',
            default: false,
            describe: 'List the standard library and hashes; with --host, all packages that differ',
          },
        })
        .example('$0 verify plugin1.so', '')
        .example('$0 verify first.so second.so --host ./server', ''),
    handler: (args) => verify(args, outcome),
  };
}

async function verify(args: VerifyArguments, outcome: Outcome): Promise<void> {
  const { json, verbose, host, glibc } = args;
  if (args.plugin.length === 0) throw nothingNamed('a built plugin', 'verify ./plugin1.so');
  if (glibc !== undefined) checkGlibc(glibc, host);
  const policy = (outcome.policy = await choosePolicy(args));
  const cwd = process.cwd();
  await chooseSarif(args.sarif, 'verify', outcome, cwd);
  const files = args.plugin.map((file) => findPlugin(file, cwd));
  [outcome.subject] = files;
  if (host !== undefined) {
    await predict(files, resolve(cwd, host), { cwd, policy }, args, outcome);
    return;
  }
  const [
    { inspectPlugin },
    { findSharedState },
    { formatInspection, inspectionDocument },
    { verifyDocument },
    { formatFindings },
    { checkPlan },
  ] = await Promise.all([
    import('../binary/inspectPlugin.js'),
    import('../check/sharedState.js'),
    import('../report/formatInspection.js'),
    import('../report/formatPrediction.js'),
    import('../report/formatFindings.js'),
    import('../check/planFindings.js'),
  ]);
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
    for (const inspection of inspections) printLine(formatInspection(inspection, { cwd, verbose }));
    for (const text of formatFindings(together, { cwd, policy, all: verbose })) printLine(text);
  }
}

async function predict(
  files: readonly string[],
  hostFile: string,
  { cwd, policy }: { cwd: string; policy: FindingPolicy },
  { glibc, json, verbose }: VerifyArguments,
  outcome: Outcome,
): Promise<void> {
  const [
    { readHost },
    { predictOpen },
    { checkPlan, findCutOff },
    { findSharedState },
    { Binary },
    { readPlugin },
    { describePlugin },
    { inspectionDocument },
    { formatPrediction, predictionDocument, verifyDocument },
    { formatFindings },
  ] = await Promise.all([
    import('../host/readHost.js'),
    import('../predict/predictOpen.js'),
    import('../check/planFindings.js'),
    import('../check/sharedState.js'),
    import('../binary/goBinary.js'),
    import('../binary/readPlugin.js'),
    import('../binary/inspectPlugin.js'),
    import('../report/formatInspection.js'),
    import('../report/formatPrediction.js'),
    import('../report/formatFindings.js'),
  ]);
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
    for (const prediction of predictions) printLine(formatPrediction(prediction, { cwd, verbose, policy }));
    for (const text of formatFindings(together, { cwd, policy, all: verbose })) printLine(text);
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
