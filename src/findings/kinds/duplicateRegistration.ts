import { defineFinding } from '../defineFinding.js';
import type { Position } from '../findingData.js';

/** A renamed package registers with a kept one what the host's copy of it, in another version, has registered. */
export interface DuplicateRegistration {
  kind: 'duplicate-registration';
  importPath: string;
  position: Position;
  /** The kept package, and the function. */
  registry: string;
  name: string;
  pluginVersion: string;
  hostVersion: string;
}

export const duplicateRegistration = defineFinding<DuplicateRegistration>({
  kind: 'duplicate-registration',
  severity: 'error',
  describe: ({ position, importPath, registry, name, pluginVersion, hostVersion }, place) => ({
    message:
      `${place(position)}: ${importPath} ${pluginVersion} registers with ${registry}.${name}, which is kept, ` +
      `and so has the host's copy of it (${hostVersion}) done`,
    advice:
      `The second registration panics or replaces the first. Share it, too: --keep ${importPath}; ` +
      `or require the host's version, go get ${importPath}@${hostVersion}, which is shared by itself.`,
  }),
});
