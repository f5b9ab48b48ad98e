/** Everything that the tool reports about a plugin, as data; findingText.ts formats it. */

import type { Severity } from './defineFinding.js';
import { KINDS, type Finding } from './kinds.generated.js';

export type { Severity } from './defineFinding.js';
export type * from './findingData.js';
export type { Finding } from './kinds.generated.js';

export type FindingKind = Finding['kind'];

/**
 * Whether a finding forbids the result.
 *
 * @param finding - or its kind.
 */
export function severityOf({ kind }: Pick<Finding, 'kind'>): Severity {
  return KINDS[kind].severity;
}

/**
 * Why findings of a kind matter; undefined if this program does not know the kind.
 *
 * @param kind - also one of a plan that another version has written.
 */
export function whyOf(kind: string): string | undefined {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as FindingKind].why : undefined;
}
