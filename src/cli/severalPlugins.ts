import { devNull } from 'node:os';
import { Binary } from '../binary/goBinary.js';
import { findSharedState } from '../check/sharedState.js';
import type { Finding } from '../findings/finding.js';
import type { FindingPolicy } from '../model/options.js';
import { findingDocument } from '../report/buildDocument.js';

/** What the built plugins do to each other in one process. */
export function findTogether(outputs: readonly string[], cwd: string): Finding[] {
  const files = outputs.filter((file) => file !== devNull);
  if (files.length < 2) return [];
  const planned = files.flatMap((file) => {
    const reading = new Binary(file, cwd).plan();
    return reading !== undefined && 'plan' in reading ? [{ file, plan: reading.plan }] : [];
  });
  return findSharedState(planned);
}

/** The document of the last build, which also has what concerns several. */
export function withFindings(
  document: object,
  together: readonly Finding[],
  { cwd, policy }: { cwd: string; policy: FindingPolicy },
): object {
  if (together.length === 0) return document;
  const { findings } = document as { findings: object[] };
  return {
    ...document,
    findings: [...findings, ...together.map((finding) => findingDocument(finding, cwd, policy))],
  };
}
