import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** A plugin that exports nothing registers something in its own private copy of a package. */
export interface PrivateRegistration {
  kind: 'private-registration';
  position: Position;
  /** Original import path of the package, and the function that is called. */
  statePackage: ImportPath;
  name: Text;
  /** The kind for --no-isolate, if this is global state of the standard library. */
  isolation: Text | undefined;
}

export const privateRegistration = defineFinding<PrivateRegistration>({
  kind: 'private-registration',
  severity: 'warning',
  fix: ({ isolation }) => (isolation === undefined ? [] : [`--no-isolate=${isolation}`]),
  why: 'The host looks for registrations in its own copy of the package, where this one is missing.',
  reportedBy: ['build'],
  describe: ({ position, statePackage, name, isolation }, place) => ({
    message:
      `${place(position)}: the plugin exports nothing, and its registration with ${statePackage}.${name} ` +
      "goes to the plugin's private copy",
    advice:
      isolation === undefined
        ? "Build with --host, which shares the packages of the host's main module; --keep shares others."
        : `Build with --no-isolate=${isolation}: then the host sees the registration.`,
  }),
});
