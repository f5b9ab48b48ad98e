import { didYouMean, nearestNames } from '../base/nearestNames.js';
import { UserError } from '../base/userError.js';
import type { FindingPolicy } from '../model/options.js';
import type { Severity } from './defineFinding.js';
import type { Finding, FindingKind } from './finding.js';
import { KINDS } from './kinds.generated.js';

/** Nothing is allowed, and warnings are warnings. */
export const NO_POLICY: FindingPolicy = { allow: [], strict: false };

/** `allowed`: the user accepts it. */
export type Judgement = Severity | 'allowed';

/** What a finding is for this command: as its kind says, unless the user has decided otherwise. */
export function judge({ kind }: Pick<Finding, 'kind'>, { allow, strict }: FindingPolicy): Judgement {
  if (allow.includes(kind)) return 'allowed';
  return strict ? 'error' : KINDS[kind].severity;
}

/**
 * Whether one of the findings is an error: then nothing is written to the output, and the exit code is 1.
 *
 * @param findings - of one job.
 */
export function hasErrors(findings: readonly Finding[], policy: FindingPolicy): boolean {
  return findings.some((finding) => judge(finding, policy) === 'error');
}

/**
 * The kinds of findings that the user accepts.
 *
 * @param names - kinds, as written or as a message shows them: `warning[KIND]`.
 * @param what - the option that names them, for messages.
 * @throws UserError for an unknown kind, and for an error whose result would be wrong.
 */
export function parseAllowed(names: readonly string[], what: string): FindingKind[] {
  return names.map((text) => {
    const name = text.replace(/^(?:warning|error)\[(.+?)\].*$/s, '$1');
    const known = Object.values(KINDS).find(({ kind }) => kind === name);
    if (known === undefined) {
      const near = nearestNames(name, Object.keys(KINDS));
      throw new UserError(
        `${what} ${name}: unknown kind of finding`,
        `${didYouMean(near)}\`gorename-plugin help findings\` lists them.`,
      );
    }
    if (known.severity === 'error' && known.mayBeAllowed !== true) {
      throw new UserError(
        `${what} ${name}: this error cannot be allowed, because the plugin would not work`,
        `\`gorename-plugin help ${name}\` explains what to do.`,
      );
    }
    return known.kind;
  });
}
