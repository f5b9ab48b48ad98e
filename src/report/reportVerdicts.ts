import type { CheckedPlan } from '../binary/readPlan.js';
import type { Finding } from '../findings/finding.js';
import { judge } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import type { Verdict } from '../predict/prediction.js';
import type { BuildResult } from './buildDocument.js';
import { VERDICT_TEXTS } from './formatPrediction.js';

/**
 * One sentence: whether the plugin was written, and what that means.
 * @param host - as messages name it; empty without one.
 */
export function buildVerdict(
  { output, findings }: Pick<BuildResult, 'output' | 'findings'>,
  host: string,
  policy: FindingPolicy,
): string {
  const { found } = countFindings(findings, policy);
  if (output === undefined) return `The plugin was not written: ${found}.`;
  const compared =
    host === ''
      ? 'It was verified by its symbols, and not compared with a host.'
      : `It was verified by its symbols, and its packages were compared with those of ${host}.`;
  return `The plugin was built with ${found}. ${compared}`;
}

/** One sentence: whether a build would write the plugin, as far as that is known before it. */
export function planVerdict(findings: readonly Finding[], policy: FindingPolicy): string {
  const { errors, found } = countFindings(findings, policy);
  return errors > 0
    ? `A build would not write the plugin: ${found}.`
    : `Nothing was built. The plan of the build has ${found}; a build checks more.`;
}

/**
 * One or two sentences: what is known about a built plugin.
 * @param host - as messages name it; empty without one.
 * @param verdict - what the host will do with it.
 */
export function inspectionVerdict(
  { plan, problems }: CheckedPlan,
  { host, verdict }: { host: string; verdict: Verdict | undefined },
): string {
  if (verdict !== undefined) return `The plugin ${VERDICT_TEXTS[verdict]}. It was compared with ${host}.`;
  const matches =
    problems.length > 0
      ? 'The file does not match the plan that it carries.'
      : plan === undefined
        ? 'The file carries no plan, so only its packages and what it exports are known.'
        : 'The file matches the plan that it carries.';
  return `${matches} It was not compared with a host.`;
}

function countFindings(
  findings: readonly Finding[],
  policy: FindingPolicy,
): { errors: number; found: string } {
  const judged = findings.map((finding) => judge(finding, policy));
  const errors = judged.filter((one) => one === 'error').length;
  const warnings = judged.filter((one) => one === 'warning').length;
  const counted = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '');
  return { errors, found: counted.length === 0 ? 'no findings' : counted.join(' and ') };
}

function count(number: number, word: string): string {
  return number === 0 ? '' : `${String(number)} ${word}${number === 1 ? '' : 's'}`;
}
