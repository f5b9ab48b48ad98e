import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The plugin requires a newer glibc than its host does: the host's system may have it. */
export interface GlibcNewerThanHost {
  kind: 'glibc-newer-than-host';
  pluginGlibc: Text;
  hostGlibc: Text;
}

export const glibcNewerThanHost = defineFinding<GlibcNewerThanHost>({
  kind: 'glibc-newer-than-host',
  severity: 'warning',
  why: 'The dynamic linker refuses a plugin that requires a newer glibc than the system has.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ pluginGlibc, hostGlibc: host }) => ({
    message: `requires glibc ${pluginGlibc}, but the host only ${host}`,
    advice: 'Pass the glibc version of that system with --glibc; `ldd --version` prints it there.',
  }),
});
