import { judge } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';
import type { BuildResult } from './buildDocument.js';

/**
 * One sentence: whether the plugin was written, and what that means.
 * @param host - as messages name it; empty without one.
 */
export function buildVerdict(
  { output, findings }: Pick<BuildResult, 'output' | 'findings'>,
  host: string,
  policy: FindingPolicy,
): string {
  const judged = findings.map((finding) => judge(finding, policy));
  const errors = judged.filter((one) => one === 'error').length;
  const warnings = judged.filter((one) => one === 'warning').length;
  const counted = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '');
  const found = counted.length === 0 ? 'no findings' : counted.join(' and ');
  if (output === undefined) return `The plugin was not written: ${found}.`;
  const compared =
    host === ''
      ? 'It was verified by its symbols, and not compared with a host.'
      : `It was verified by its symbols, and its packages were compared with those of ${host}.`;
  return `The plugin was built with ${found}. ${compared}`;
}

function count(number: number, word: string): string {
  return number === 0 ? '' : `${String(number)} ${word}${number === 1 ? '' : 's'}`;
}
