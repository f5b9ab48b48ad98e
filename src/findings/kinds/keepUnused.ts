import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** --keep names packages of the host that the plugin does not import, so it has no effect. */
export interface KeepUnused {
  kind: 'keep-unused';
  pattern: Text;
}

export const keepUnused = defineFinding<KeepUnused>({
  kind: 'keep-unused',
  severity: 'warning',
  why: 'If the pattern was meant for another package, that one is renamed: the host does not see what the plugin stores there.',
  reportedBy: ['build'],
  describe: ({ pattern }) => ({
    message: `--keep ${pattern} shares nothing: the plugin imports no such package`,
    advice:
      'Remove or correct it; `gorename-plugin explain` lists the packages that the plugin is built from.',
  }),
});
