import { shortPath } from '../base/shortPath.js';
import type { FindingText, PathOf, PlaceOf, Severity } from './defineFinding.js';
import type { FindingPolicy } from '../model/options.js';
import { severityOf, type Finding } from './finding.js';
import { KINDS } from './kinds.generated.js';
import { judge, NO_POLICY } from './policy.js';

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
 * @param policy - what the user has decided about it.
 */
export function formatFinding(finding: Finding, cwd: string, policy: FindingPolicy = NO_POLICY): string {
  return formatBelow(finding, cwd, policy, []);
}

/**
 * The same with lines between the message and what follows from it.
 *
 * @param below - the source line, for example.
 */
export function formatBelow(
  finding: Finding,
  cwd: string,
  policy: FindingPolicy,
  below: readonly string[],
): string {
  const { message, details = [], advice } = describeFinding(finding, cwd);
  const lines = details.map((line) => `      ${line}`);
  return [`${judge(finding, policy)}[${finding.kind}]: ${message}`, ...below, ...lines, `    ${advice}`].join(
    '\n',
  );
}

/**
 * The options that fix a finding if they are added to the command line; none if no option does.
 *
 * @param finding - one of any kind.
 */
export function optionsToFix(finding: Finding): string[] {
  const fix = KINDS[finding.kind].fix as ((data: Finding) => string[]) | undefined;
  return fix?.(finding) ?? [];
}
