import { resolve } from 'node:path';
import { UserError } from '../base/userError.js';
import { Binary } from '../binary/goBinary.js';
import { describePlugin, type Inspection } from '../binary/inspectPlugin.js';
import { readPlugin } from '../binary/readPlugin.js';
import { checkPlan, findCutOff } from '../check/planFindings.js';
import { findSharedState } from '../check/sharedState.js';
import type { Finding } from '../findings/finding.js';
import { hasErrors } from '../findings/policy.js';
import { readHost } from '../host/readHost.js';
import type { HostInfo } from '../model/host.js';
import type { BuiltPlugin } from '../model/builtPlugin.js';
import type { FindingPolicy } from '../model/options.js';
import type { PluginPlan } from '../model/pluginPlan.js';
import { predictOpen } from '../predict/predictOpen.js';
import type { Prediction } from '../predict/prediction.js';
import type { VerifyDocument } from '../report/documents.js';
import { inspectionDocument } from '../report/formatInspection.js';
import { predictionDocument, verifyDocument } from '../report/formatPrediction.js';
import { findPlugin } from './findPlugin.js';

/** Which built plugins to read, and what to compare them with. */
export interface VerifyOptions {
  /** As named by the user, at least one; a host opens them in this order. */
  plugins: readonly string[];
  /** As named by the user. */
  host: string | undefined;
  /** Version of the glibc of the host's system. */
  glibc: string | undefined;
  cwd: string;
  policy: FindingPolicy;
}

/** What is known of built plugins. */
export interface Verification {
  /** In the given order. */
  plugins: VerifiedPlugin[];
  /** What they were compared with. */
  host: HostInfo | undefined;
  /** What concerns several plugins. */
  together: Finding[];
  /** Whether one of the findings is an error. */
  failed: boolean;
  /** The JSON document. */
  describe: () => Promise<VerifyDocument>;
}

export interface VerifiedPlugin {
  /** Absolute. */
  file: string;
  findings: Finding[];
  /** Without a host what it consists of, with a host what plugin.Open will do with it. */
  content: Inspection | Prediction;
  /** What it consists of; with a host, the first call reads the file once more. */
  inspect: () => Promise<Inspection>;
}

/**
 * Reads built plugins; with a host, also predicts plugin.Open.
 * @throws UserError
 */
export async function verifyPlugins(options: VerifyOptions): Promise<Verification> {
  const { glibc, host, cwd } = options;
  if (glibc !== undefined) checkGlibc(glibc, host);
  const files = options.plugins.map((file) => findPlugin(file, cwd));
  return host === undefined ? inspect(files, options) : predict(files, resolve(cwd, host), options);
}

async function inspect(files: readonly string[], { cwd, policy }: VerifyOptions): Promise<Verification> {
  const plugins: (VerifiedPlugin & { plan: PluginPlan | undefined; content: Inspection })[] = [];
  for (const file of files) {
    const content = await describePlugin(new Binary(file, cwd));
    const findings = checkPlan({ file, problems: content.checked.problems });
    plugins.push({
      file,
      findings,
      plan: content.checked.plan,
      content,
      inspect: () => Promise.resolve(content),
    });
  }
  const together = findTogether(plugins);
  const describe = (): Promise<VerifyDocument> => {
    const documents = plugins.map(({ content }) => inspectionDocument(content, cwd, policy));
    return Promise.resolve(verifyDocument(documents, together, undefined, cwd, policy));
  };
  const failed = haveErrors(plugins, together, policy);
  return { plugins, host: undefined, together, failed, describe };
}

async function predict(
  files: readonly string[],
  hostFile: string,
  { glibc, cwd, policy }: VerifyOptions,
): Promise<Verification> {
  const host = await readHost(hostFile, cwd);
  const built: BuiltPlugin[] = [];
  for (const file of files) built.push(await readPlugin(new Binary(file, cwd)));
  const plugins = predictOpen(host, built, glibc).map((prediction) => {
    const { plugin } = prediction;
    const more = [...checkPlan(plugin), ...(isMet(prediction) ? findCutOff(plugin, host) : [])];
    const findings = [...prediction.findings, ...more];
    const binary = new Binary(plugin.file, cwd);
    let inspection: Promise<Inspection> | undefined;
    return {
      file: plugin.file,
      findings,
      plan: plugin.plan,
      content: { ...prediction, findings },
      inspect: () => (inspection ??= describePlugin(binary)),
    };
  });
  const together = findTogether(plugins.filter(({ content }) => isMet(content)));
  const describe = async (): Promise<VerifyDocument> => {
    const documents = [];
    for (const { inspect, content } of plugins) {
      const document = inspectionDocument(await inspect(), cwd, policy);
      documents.push({ ...document, prediction: predictionDocument(content, cwd, policy) });
    }
    return verifyDocument(documents, together, host, cwd, policy);
  };
  return { plugins, host, together, failed: haveErrors(plugins, together, policy), describe };
}

/** What the plugins do to each other in one process. */
function findTogether(plugins: readonly { file: string; plan: PluginPlan | undefined }[]): Finding[] {
  return findSharedState(plugins.flatMap(({ file, plan }) => (plan === undefined ? [] : [{ file, plan }])));
}

function haveErrors(
  plugins: readonly { findings: Finding[] }[],
  together: readonly Finding[],
  policy: FindingPolicy,
): boolean {
  return hasErrors([...plugins.flatMap(({ findings }) => findings), ...together], policy);
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
