import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The initialization of a third-party package changes global state of the standard library. */
export interface SharedGlobalState {
  kind: 'shared-global-state';
  position: Position;
  /** The package that changes it. */
  importPath: ImportPath;
  statePackage: ImportPath;
  name: Text;
  /** The consequence. */
  reason: Text;
}

export const sharedGlobalState = defineFinding<SharedGlobalState>({
  kind: 'shared-global-state',
  severity: 'warning',
  why: 'A process has one standard library, so plugin.Open changes what the host has set there.',
  reportedBy: ['build'],
  describe: ({ position, importPath, statePackage, name, reason }, place) => ({
    message: `${place(position)}: ${importPath} uses ${statePackage}.${name} when the plugin is loaded: ${reason}`,
    advice: 'If the host has its own settings there, it must apply them again after plugin.Open.',
  }),
});
