import { defineFinding } from '../defineFinding.js';

/** The plugin requires a newer glibc than the host's system has. */
export interface GlibcTooNew {
  kind: 'glibc-too-new';
  needed: string;
  available: string;
}

export const glibcTooNew = defineFinding<GlibcTooNew>({
  kind: 'glibc-too-new',
  severity: 'error',
  describe: ({ needed, available }) => ({
    message: `requires glibc ${needed}, but the host's system has ${available}`,
    advice: `Build it on a system with glibc ${available} or older, for example in a container of the system that the host runs on.`,
  }),
});
