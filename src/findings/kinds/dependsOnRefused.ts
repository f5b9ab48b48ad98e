import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';
import { listNames } from '../phrases.js';

/** Packages are taken from a plugin that was refused: the garbage collector does not know their variables. */
export interface DependsOnRefused extends Owner {
  kind: 'depends-on-refused';
  packages: string[];
}

export const dependsOnRefused = defineFinding<DependsOnRefused>({
  kind: 'depends-on-refused',
  severity: 'error',
  describe: ({ packages, ...owner }, _place, path) => ({
    message: `it takes packages of ${path(owner.owner)}, which is refused: plugin.Open succeeds, and memory gets corrupted`,
    details: [listNames(packages)],
    advice:
      "The garbage collector does not know a refused plugin's variables. Open no plugin after a refused one that it shares packages with.",
  }),
});
