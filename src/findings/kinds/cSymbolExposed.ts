import { pleaseReport } from '../../base/reportBug.js';
import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The dynamic linker can see a C symbol of a renamed package, so another copy of it may be used instead. */
export interface CSymbolExposed {
  kind: 'c-symbol-exposed';
  cSymbol: Text;
  /** The user's linker script decides what is exported. */
  userScript: boolean;
}

export const cSymbolExposed = defineFinding<CSymbolExposed>({
  kind: 'c-symbol-exposed',
  severity: 'error',
  why: 'The dynamic linker binds each C symbol to its first definition, so the copy of the host or of another plugin could run instead.',
  reportedBy: ['build'],
  describe: ({ cSymbol, userScript }) => ({
    message: `the C symbol ${cSymbol} of a renamed package is in the dynamic symbol table`,
    advice: userScript
      ? 'Your --version-script decides which symbols are exported: make this one local in it.'
      : pleaseReport(),
  }),
});
