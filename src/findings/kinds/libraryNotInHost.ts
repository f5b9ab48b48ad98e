import { defineFinding } from '../defineFinding.js';

/** Shared libraries that the plugin asks for and the host does not: the host's system may lack them. */
export interface LibraryNotInHost {
  kind: 'library-not-in-host';
  libraries: string[];
}

export const libraryNotInHost = defineFinding<LibraryNotInHost>({
  kind: 'library-not-in-host',
  severity: 'warning',
  describe: ({ libraries }) => ({
    message: `needs shared libraries that the host does not: ${libraries.join(', ')}`,
    advice: 'Install them where the host runs, or link static archives (-l:libNAME.a).',
  }),
});
