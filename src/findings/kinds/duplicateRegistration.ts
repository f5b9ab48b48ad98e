import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** A renamed package registers with a shared package what the host's copy, a different version, has already registered. */
export interface DuplicateRegistration {
  kind: 'duplicate-registration';
  importPath: ImportPath;
  position: Position;
  /** The kept package, and the function. */
  statePackage: ImportPath;
  name: Text;
  pluginVersion: Text;
  hostVersion: Text;
}

export const duplicateRegistration = defineFinding<DuplicateRegistration>({
  kind: 'duplicate-registration',
  severity: 'error',
  // Only the user knows whether the second registration panics, or replaces the first and that is right.
  mayBeAllowed: true,
  fix: ({ importPath }) => ['--keep', importPath],
  why: 'When the plugin is loaded, the second registration panics or replaces the first.',
  reportedBy: ['build'],
  describe: ({ position, importPath, statePackage, name, pluginVersion, hostVersion }, place) => ({
    message:
      `${place(position)}: ${importPath} ${pluginVersion} registers with ${statePackage}.${name}, which is kept, ` +
      `and the host's copy (${hostVersion}) has already registered`,
    advice:
      `Share this package, too: --keep ${importPath}. ` +
      `Or require the host's version, which is shared automatically: go get ${importPath}@${hostVersion}.`,
  }),
});
