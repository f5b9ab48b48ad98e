import { defineFinding } from '../defineFinding.js';

/** Shared libraries that the plugin needs and the host does not: the host's system may not have them. */
export interface LibraryNotInHost {
  kind: 'library-not-in-host';
  libraries: string[];
}

export const libraryNotInHost = defineFinding<LibraryNotInHost>({
  kind: 'library-not-in-host',
  severity: 'warning',
  describe: ({ libraries }) => ({
    message: `needs shared libraries that the host does not need: ${libraries.join(', ')}`,
    advice: 'Install them on the system that the host runs on, or link static archives (-l:libNAME.a).',
  }),
});
