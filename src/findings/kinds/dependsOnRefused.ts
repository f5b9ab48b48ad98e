import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';
import { listNames } from '../phrases.js';

/** A plugin shares packages with one that was refused: the garbage collector does not know their variables. */
export interface DependsOnRefused extends Owner {
  kind: 'depends-on-refused';
  packages: string[];
}

export const dependsOnRefused = defineFinding<DependsOnRefused>({
  kind: 'depends-on-refused',
  severity: 'error',
  describe: ({ packages, ...owner }, _place, path) => ({
    message: `it shares packages with ${path(owner.owner)}, which is refused: plugin.Open succeeds, but memory is corrupted`,
    details: [listNames(packages)],
    advice:
      "The garbage collector does not know a refused plugin's variables. After a refused plugin, do not open one that shares packages with it.",
  }),
});
