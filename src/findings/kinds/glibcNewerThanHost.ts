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
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ pluginGlibc, hostGlibc: host }) => ({
    message: `requires glibc ${pluginGlibc}, but the host only ${host}: whether it loads depends on the system that the host runs on`,
    advice: 'Pass the glibc version of that system with --glibc; `ldd --version` prints it there.',
  }),
});
