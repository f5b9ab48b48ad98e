import type { Finding } from '../findings/finding.js';
import type { ObjectSymbol } from '../binary/symbols.js';

/**
 * Finds C symbols that should be private but are in the dynamic symbol table.
 * @param userScript - the user's linker script decides what is exported.
 */
export function checkCSymbols(
  dynamic: readonly ObjectSymbol[],
  privateSymbols: ReadonlySet<string>,
  userScript: boolean,
): Finding[] {
  return dynamic
    .filter(({ name, section }) => section !== '*UND*' && privateSymbols.has(name))
    .map(({ name }) => ({ kind: 'c-symbol-exposed', cSymbol: name, userScript }));
}
