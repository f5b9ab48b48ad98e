import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** A file has syntax that the parser does not support, so it is not certain what a name means. */
export interface GlobalStateUnclear {
  kind: 'global-state-unclear';
  position: Position;
  statePackage: ImportPath;
  name: Text;
  /** It was treated as the package; if false, as a local name, and not changed. */
  taken: boolean;
}

export const globalStateUnclear = defineFinding<GlobalStateUnclear>({
  kind: 'global-state-unclear',
  severity: 'warning',
  why: 'If the tool decides wrongly, the plugin does not compile, or shares this global state with the host.',
  reportedBy: ['build'],
  describe: ({ position, statePackage, name, taken }, place) => ({
    message: `${place(position)}: cannot determine whether this is ${statePackage}.${name}: unsupported syntax in this file`,
    advice: taken
      ? 'It is treated as the package and made private to the plugin. If the build fails there, rename the local name.'
      : 'It is treated as a local name and not changed. If it is the package, rename the local declaration of that name.',
  }),
});
