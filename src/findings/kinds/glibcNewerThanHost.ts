import { defineFinding } from '../defineFinding.js';

/** The plugin requires a newer glibc than its host does: the host's system may have it. */
export interface GlibcNewerThanHost {
  kind: 'glibc-newer-than-host';
  needed: string;
  hostNeeds: string;
}

export const glibcNewerThanHost = defineFinding<GlibcNewerThanHost>({
  kind: 'glibc-newer-than-host',
  severity: 'warning',
  describe: ({ needed, hostNeeds: host }) => ({
    message: `requires glibc ${needed}, but the host only ${host}: whether it loads depends on the system that the host runs on`,
    advice: 'Pass the glibc version of that system with --glibc; `ldd --version` prints it there.',
  }),
});
