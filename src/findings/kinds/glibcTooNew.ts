import { defineFinding } from '../defineFinding.js';

/** The plugin asks for a newer glibc than the one it is to run with. */
export interface GlibcTooNew {
  kind: 'glibc-too-new';
  needed: string;
  available: string;
}

export const glibcTooNew = defineFinding<GlibcTooNew>({
  kind: 'glibc-too-new',
  severity: 'error',
  describe: ({ needed, available }) => ({
    message: `needs glibc ${needed}; there is ${available}`,
    advice: `Build it where glibc is not newer than ${available}: in a container of the system that the host runs on.`,
  }),
});
