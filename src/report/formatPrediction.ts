import type { Finding } from '../findings/finding.js';
import type { FindingPolicy } from '../model/options.js';
import type { HostInfo } from '../model/host.js';
import type { Prediction, Verdict } from '../predict/prediction.js';
import { originalImportPath } from '../names/nameMap.js';
import { shortPath } from '../base/shortPath.js';
import { findingDocument } from './buildDocument.js';
import type { InspectionDocument, PredictionDocument, VerifyDocument } from './documents.js';
import { formatFindings, indent, type FindingView } from './formatFindings.js';

/** What follows `the plugin`. */
export const VERDICT_TEXTS: Record<Verdict, string> = {
  loads: 'will load; its init functions were not run (`gorename-plugin probe` runs them)',
  refused: 'will be refused',
  crashes: 'will crash the host',
  'not-reached': 'will not be reached: the process has already ended',
  unknown: 'may load: no known version differs',
};

/**
 * `verify --host`'s text for one plugin: the verdict, then each finding.
 * @param view - `all` also lists every package that differs.
 */
export function formatPrediction(
  { plugin, verdict, findings, differing }: Prediction,
  view: FindingView,
): string {
  const lines = [`${shortPath(plugin.file, view.cwd)}: ${VERDICT_TEXTS[verdict]}`];
  for (const text of formatFindings(findings, indent(view))) lines.push(...text.split('\n'));
  if (view.all && differing.length > 0) {
    const all = differing.map((importPath) => originalImportPath(plugin.prefixes, importPath)).sort();
    lines.push('all packages that differ:', ...all.map((importPath) => `  ${importPath}`));
  }
  return lines.join('\n  ');
}

/** A prediction in `verify --json`; `schema/verify.schema.json` describes it. */
export function predictionDocument(
  { verdict, findings, differing }: Prediction,
  cwd: string,
  policy: FindingPolicy,
): PredictionDocument {
  return { verdict, differing, findings: findings.map((finding) => findingDocument(finding, cwd, policy)) };
}

/**
 * `verify --json`; `schema/verify.schema.json` describes it.
 *
 * @param plugins - a document each.
 * @param together - findings that concern several plugins.
 * @param host - what the plugins were compared with.
 * @param cwd - for messages.
 */
export function verifyDocument(
  plugins: InspectionDocument[],
  together: readonly Finding[],
  host: HostInfo | undefined,
  cwd: string,
  policy: FindingPolicy,
): VerifyDocument {
  return {
    formatVersion: 1,
    host: host?.path ?? null,
    hostKind: host?.source ?? null,
    hostGoVersion: host?.goVersion ?? null,
    plugins,
    findings: together.map((finding) => findingDocument(finding, cwd, policy)),
  };
}
