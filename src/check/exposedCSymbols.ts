import type { Finding } from '../findings/finding.js';
import type { ObjectSymbol } from '../binary/symbols.js';

/**
 * Finds C symbols that were to be private and stand in the dynamic symbol table all the same.
 * @param userScript - the linker was told by the user what to export.
 */
export function checkCSymbols(
  dynamic: readonly ObjectSymbol[],
  privateSymbols: ReadonlySet<string>,
  userScript: boolean,
): Finding[] {
  return dynamic
    .filter(({ name, section }) => section !== '*UND*' && privateSymbols.has(name))
    .map(({ name }) => ({ kind: 'c-symbol-exposed', symbol: name, userScript }));
}
