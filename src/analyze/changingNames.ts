import * as v from 'valibot';
import type { GoHeader } from '../syntax/goHeader.js';
import { findSelectors } from '../syntax/selectors.js';
import type { StateChange } from '../model/pluginPlan.js';
import type { RecordSchema } from '../store/records.js';

/** How code changes state through a name that a library exports; the type checker finds it in the library's sources. */
export interface ChangingName {
  importPath: string;
  name: string;
  /**
   * `call`: naming the function is enough. `method`: a method that is called on the variable, or on what the function
   * returns. `assign`: an assignment to the variable or a part of it. `value`: any use of the variable.
   */
  by: 'call' | 'method' | 'assign' | 'value';
  /** Empty without one. */
  method: string;
  package: string;
  variable: string;
  registers: boolean;
}

/** The names that change state of some packages. */
export interface ChangingNames {
  changes: ChangingName[];
  /** Packages that the type checker did not make out as a whole. */
  failed: string[];
}

export const changingNamesSchema: RecordSchema<ChangingNames> = v.object({
  changes: v.array(
    v.object({
      importPath: v.string(),
      name: v.string(),
      by: v.picklist(['call', 'method', 'assign', 'value']),
      method: v.string(),
      package: v.string(),
      variable: v.string(),
      registers: v.boolean(),
    }),
  ),
  failed: v.array(v.string()),
});

/** A place at which a file changes state, and its offset. */
export type PlacedChange = Omit<StateChange, 'user' | 'position'> & {
  line: number;
  column: number;
  offset: number;
};

/**
 * Finds the places at which a file changes state of libraries.
 *
 * @param source - a Go file.
 * @param header - of the file; imports have the names of their packages.
 * @param names - what changes state.
 * @returns each place once, in the order of the source.
 */
export function findChanges(
  source: Buffer,
  header: GoHeader,
  names: readonly ChangingName[],
): PlacedChange[] {
  const wanted = new Map<string, Set<string>>();
  for (const { importPath, name } of names)
    wanted.set(importPath, (wanted.get(importPath) ?? new Set()).add(name));
  const text = source.toString('latin1');
  return findSelectors(source, header, wanted).flatMap((selector): PlacedChange[] => {
    const { importPath, name, qualifier, end, line, column, doubt } = selector;
    if (doubt === 'left') return [];
    const before = text.slice(Math.max(0, qualifier.start - 200), qualifier.start);
    const after = text.slice(end, end + 2000);
    const found = names.find(
      (one) => one.importPath === importPath && one.name === name && isChanged(one, before, after),
    );
    if (found === undefined) return [];
    const { method, package: statePackage, variable, registers } = found;
    const how = { method: method === '' ? null : method, statePackage, variable, registers };
    return [{ importPath, name, ...how, line, column, offset: qualifier.start }];
  });
}

/** `.field`, `[index]`, any number of them. */
const PARTS = /^(?:\s*(?:\.\s*\w+|\[[^\]\n]*\]))*/;

/** Whether a use of a name changes state: the text before and after it shows how it is used. */
function isChanged({ by, method }: ChangingName, before: string, after: string): boolean {
  switch (by) {
    case 'call':
      return true;
    case 'method':
      return /^(?:\s*\(\s*\))?\s*\.\s*(\w+)/.exec(after)?.[1] === method;
    case 'value':
      return !/^\s*\./.test(after);
    case 'assign': {
      const operator = after.slice(PARTS.exec(after)?.[0].length ?? 0);
      const isAssigned = /^[ \t]*(?:(?:[-+*/%|^]|&\^?|<<|>>)?=(?!=)|\+\+|--)/.test(operator);
      return isAssigned || /(?:^|[^&])&\s*$/.test(before);
    }
  }
}
