import { defineFinding } from '../defineFinding.js';

/** A C symbol of a renamed package can be seen by the dynamic linker: another copy of it may answer. */
export interface CSymbolExposed {
  kind: 'c-symbol-exposed';
  symbol: string;
  /** A linker script of the user's tells what is exported. */
  userScript: boolean;
}

export const cSymbolExposed = defineFinding<CSymbolExposed>({
  kind: 'c-symbol-exposed',
  severity: 'error',
  describe: ({ symbol, userScript }) => ({
    message: `the C symbol ${symbol} of a renamed package is in the dynamic symbol table`,
    advice:
      "The host's or another plugin's copy of it could run instead. " +
      (userScript
        ? 'Your --version-script tells the linker what to export: make the symbol local there.'
        : 'Please report this: it is a bug.'),
  }),
});
