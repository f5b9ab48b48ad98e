import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';
import { nameOwner, listNames } from '../phrases.js';

/** C symbols that both define: the dynamic linker binds the plugin's calls to the first definitions. */
export interface CSymbolShared extends Owner {
  kind: 'c-symbol-shared';
  /** @minItems 1 */
  cSymbols: Text[];
}

export const cSymbolShared = defineFinding<CSymbolShared>({
  kind: 'c-symbol-shared',
  severity: 'warning',
  why: 'The dynamic linker binds each C symbol to its first definition, so the plugin runs code of the file that is loaded first.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ cSymbols, ...owner }, _place, path) => ({
    message: `C symbols that ${nameOwner(owner, path)} also defines: ${listNames(cSymbols)}`,
    advice: '`gorename-plugin build` makes the C symbols of renamed packages private to the plugin.',
  }),
});
