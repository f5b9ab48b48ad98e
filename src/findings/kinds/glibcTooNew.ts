import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The plugin requires a newer glibc than the host's system has. */
export interface GlibcTooNew {
  kind: 'glibc-too-new';
  pluginGlibc: Text;
  availableGlibc: Text;
}

export const glibcTooNew = defineFinding<GlibcTooNew>({
  kind: 'glibc-too-new',
  severity: 'error',
  why: 'The dynamic linker refuses a plugin that requires a newer glibc than the system has.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ pluginGlibc, availableGlibc }) => ({
    message: `requires glibc ${pluginGlibc}, but the host's system has ${availableGlibc}`,
    advice: `Build it on a system with glibc ${availableGlibc} or older, for example in a container of the system that the host runs on.`,
  }),
});
