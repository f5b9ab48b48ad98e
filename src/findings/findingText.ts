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
export function describeFinding(
  finding: Finding,
  cwd: string,
): FindingText & { severity: Severity; why: string } {
  const place: PlaceOf = ({ file, line, column }) =>
    `${shortPath(file, cwd)}:${String(line)}:${String(column)}`;
  const path: PathOf = (absolute) => shortPath(absolute, cwd);
  const describe = KINDS[finding.kind].describe as (
    data: Finding,
    place: PlaceOf,
    path: PathOf,
  ) => FindingText;
  return {
    ...describe(finding, place, path),
    severity: severityOf(finding),
    why: KINDS[finding.kind].why,
  };
}

/**
 * A finding as the terminal shows it: `warning[keep-unused]: …`; `gorename-plugin help keep-unused` shows its page.
 *
 * @param finding - one of any kind.
 * @param cwd - absolute directory that paths are relative to.
 * @param policy - what the user has decided about it.
 */
export function formatFinding(finding: Finding, cwd: string, policy: FindingPolicy = NO_POLICY): string {
  return formatBelow(finding, cwd, policy, { below: [], explains: true });
}

/**
 * The same with other lines.
 *
 * @param lines - `below`: what follows the message, the source line for example; `explains`: whether to say why the
 *   finding matters.
 */
export function formatBelow(
  finding: Finding,
  cwd: string,
  policy: FindingPolicy,
  { below, explains }: { below: readonly string[]; explains: boolean },
): string {
  const { message, details = [], why, advice } = describeFinding(finding, cwd);
  return [
    `${judge(finding, policy)}[${finding.kind}]: ${message}`,
    ...below,
    ...details.map((line) => `      ${line}`),
    ...(explains ? [`    why: ${why}`] : []),
    `    ${advice}`,
  ].join('\n');
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
