import type { HostInfo } from '../model/host.js';
import type { Prediction, Verdict } from '../predict/prediction.js';
import { originalImportPath } from '../names/nameMap.js';
import { shortPath } from '../base/shortPath.js';
import { findingDocument } from './buildDocument.js';
import { formatFinding } from '../findings/findingText.js';

const VERDICTS: Record<Verdict, string> = {
  loads: 'will load; its init functions were not run (`gorename-plugin probe` runs them)',
  refused: 'will be refused',
  crashes: 'will crash the host',
  'not reached': 'will not be reached: the process has already ended',
  unknown: 'may load: no known version differs',
};

/**
 * `verify --host`'s text for one plugin: the verdict, then each finding.
 * @param verbose - list every package that differs.
 */
export function formatPrediction(
  { plugin, verdict, findings, differing }: Prediction,
  { cwd, verbose }: { cwd: string; verbose: boolean },
): string {
  const lines = [`${shortPath(plugin.file, cwd)}: ${VERDICTS[verdict]}`];
  for (const finding of findings) lines.push(...formatFinding(finding, cwd).split('\n'));
  if (verbose && differing.length > 0) {
    const all = differing.map((importPath) => originalImportPath(plugin.prefixes, importPath)).sort();
    lines.push('all packages that differ:', ...all.map((importPath) => `  ${importPath}`));
  }
  return lines.join('\n  ');
}

/** A prediction in `verify --json`; `schema/verify.schema.json` describes it. */
export function predictionDocument({ verdict, findings, differing }: Prediction, cwd: string): object {
  return { verdict, differing, findings: findings.map((finding) => findingDocument(finding, cwd)) };
}

/** The host in `verify --json`. */
export function hostDocument({ path, source, goVersion }: HostInfo): object {
  return { path, source, goVersion };
}
