import { defineFinding } from '../defineFinding.js';
import type { Position } from '../findingData.js';

/** Initialising a third-party package changes what the standard library keeps for the whole process. */
export interface SharedGlobalState {
  kind: 'shared-global-state';
  position: Position;
  /** The package that does so. */
  importPath: string;
  registry: string;
  name: string;
  /** What comes of it. */
  reason: string;
}

export const sharedGlobalState = defineFinding<SharedGlobalState>({
  kind: 'shared-global-state',
  severity: 'warning',
  describe: ({ position, importPath, registry, name, reason }, place) => ({
    message: `${place(position)}: ${importPath} uses ${registry}.${name} when the plugin is loaded: ${reason}`,
    advice: 'A host that has settings of its own there makes them again after plugin.Open.',
  }),
});
