/** Phrases that the texts of several findings share. */

import type { PathOf } from './defineFinding.js';
import type { Owner } from './findingData.js';

/** Separated by commas; only the first ones if there are many. */
export function listNames(names: readonly string[]): string {
  if (names.length <= MOST) return names.join(', ');
  return `${names.slice(0, MOST).join(', ')} and ${String(names.length - MOST)} more`;
}

export const MOST = 6;

/** Panics and errors may have several lines. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

export function nameOwner({ owner, ownerKind }: Owner, path: PathOf): string {
  return ownerKind === 'host' ? 'the host' : path(owner);
}

export function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}

/** `prometheus.DefaultRegisterer.MustRegister`, with the import path: what the plugin's own code uses. */
export function calledName(importPath: string, name: string, method: string | null): string {
  return [importPath, name, ...(method === null ? [] : [method])].join('.');
}
