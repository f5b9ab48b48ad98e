import { shortPath } from '../base/shortPath.js';
import type { FindingText, PathOf, PlaceOf, Severity } from './defineFinding.js';
import { severityOf, type Finding } from './finding.js';
import { KINDS } from './kinds.generated.js';

/**
 * The texts of a finding.
 *
 * @param finding - one of any kind.
 * @param cwd - absolute directory that paths are relative to.
 */
export function describeFinding(finding: Finding, cwd: string): FindingText & { severity: Severity } {
  const place: PlaceOf = ({ file, line, column }) =>
    `${shortPath(file, cwd)}:${String(line)}:${String(column)}`;
  const path: PathOf = (absolute) => shortPath(absolute, cwd);
  const describe = KINDS[finding.kind].describe as (
    data: Finding,
    place: PlaceOf,
    path: PathOf,
  ) => FindingText;
  return { ...describe(finding, place, path), severity: severityOf(finding) };
}

/**
 * A finding as the terminal shows it: `warning[keep-unused]: …`; `gorename-plugin help keep-unused` shows its page.
 *
 * @param finding - one of any kind.
 * @param cwd - absolute directory that paths are relative to.
 */
export function formatFinding(finding: Finding, cwd: string): string {
  const { severity, message, details = [], advice } = describeFinding(finding, cwd);
  const lines = details.map((line) => `      ${line}`);
  return [`${severity}[${finding.kind}]: ${message}`, ...lines, `    ${advice}`].join('\n');
}
