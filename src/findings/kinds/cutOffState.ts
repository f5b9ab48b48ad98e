import { defineFinding } from '../defineFinding.js';
import type { Position } from '../../model/documentValues.js';
import type { CutOffUse } from '../findingData.js';

/** The plugin's own code uses state of a library, in a private copy; the host has the library as well. */
export interface CutOffState extends CutOffUse {
  kind: 'cut-off-state';
  position: Position;
}

export const cutOffState = defineFinding<CutOffState>({
  kind: 'cut-off-state',
  severity: 'warning',
  fix: ({ importPath }) => ['--keep', importPath],
  why: 'A renamed package has its own variables, types and context keys: what is stored in one copy is not in the other.',
  reportedBy: ['build'],
  describe: ({ position, importPath, name, state, through }, place) => ({
    message: `${place(position)}: ${describe(importPath, name, state, through)}`,
    advice:
      `--keep ${importPath} shares the package with the host, which removes this warning. ` +
      'If plugin and host need not exchange this, ignore the warning.',
  }),
});

/** What the plugin uses, and what one of both does not see. */
function describe(importPath: string, name: string, state: CutOffUse['state'], through: string): string {
  const used = `${importPath}.${name}`;
  switch (state) {
    case 'context-read':
      return `${used} looks in a context for the key ${through} of the plugin's private copy; what the host has stored under its own key is not found`;
    case 'context-write':
      return `${used} stores a value in a context under the key ${through} of the plugin's private copy; the host does not find it`;
    case 'global-read':
      return `${used} uses the variable ${through} of the plugin's private copy; what the host sets or registers there is not seen, nor the other way round`;
    case 'global-write':
      return `${used} changes the variable ${through} of the plugin's private copy; the host does not see it`;
    case 'error':
      return `an error of the host is compared with ${used} of the plugin's private copy; the host's ${name} is another value`;
    case 'type':
      return `a value of the host is compared with the type ${used} of the plugin's private copy; the host's ${name} is another type`;
  }
}
