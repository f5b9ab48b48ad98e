import { defineFinding } from '../defineFinding.js';
import type { Position } from '../findingData.js';

/** What the grammar does not know may hide what a name means. */
export interface GlobalStateUnclear {
  kind: 'global-state-unclear';
  position: Position;
  registry: string;
  name: string;
  /** It was taken for the package; otherwise for a local name, and left as written. */
  taken: boolean;
}

export const globalStateUnclear = defineFinding<GlobalStateUnclear>({
  kind: 'global-state-unclear',
  severity: 'warning',
  describe: ({ position, registry, name, taken }, place) => ({
    message: `${place(position)}: newer syntax in this file may hide that this is ${taken ? 'not ' : ''}${registry}.${name}`,
    advice: taken
      ? 'It is made private to the plugin as if it were. If the build fails there, rename the local name.'
      : 'It is left as written, as a local name. If it is the package, rename the local declaration of its name.',
  }),
});
