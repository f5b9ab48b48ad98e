import type { ImportPath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';
import { listNames } from '../phrases.js';

/** A plugin shares packages with one that was refused: the garbage collector does not know their variables. */
export interface DependsOnRefused extends Owner {
  kind: 'depends-on-refused';
  /** @minItems 1 */
  importPaths: ImportPath[];
}

export const dependsOnRefused = defineFinding<DependsOnRefused>({
  kind: 'depends-on-refused',
  severity: 'error',
  why: 'plugin.Open succeeds, but the garbage collector does not know the variables of a refused plugin, so memory is corrupted.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ importPaths, ...owner }, _place, path) => ({
    message: `it shares packages with ${path(owner.owner)}, which is refused`,
    details: [listNames(importPaths)],
    advice: 'After a refused plugin, do not open one that shares packages with it.',
  }),
});
