import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** Shared libraries that the plugin needs and the host does not: the host's system may not have them. */
export interface LibraryNotInHost {
  kind: 'library-not-in-host';
  /** @minItems 1 */
  sonames: Text[];
}

export const libraryNotInHost = defineFinding<LibraryNotInHost>({
  kind: 'library-not-in-host',
  severity: 'warning',
  why: "The dynamic linker loads these libraries together with the plugin: if one is missing on the host's system, plugin.Open fails.",
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ sonames }) => ({
    message: `needs shared libraries that the host does not need: ${sonames.join(', ')}`,
    advice: 'Install them on the system that the host runs on, or link static archives (-l:libNAME.a).',
  }),
});
