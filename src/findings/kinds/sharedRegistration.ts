import type { ImportPath, Position, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';
import { calledName } from '../phrases.js';

/** The plugin's own code registers something in a package that it shares with its host. */
export interface SharedRegistration {
  kind: 'shared-registration';
  position: Position;
  /** What the code names: original import path, name, and the method that is called on that. */
  importPath: ImportPath;
  name: Text;
  method: Text | null;
  /** What it is registered in: original import path of the package that declares the variable, and the variable. */
  statePackage: ImportPath;
  variable: Text;
}

export const sharedRegistration = defineFinding<SharedRegistration>({
  kind: 'shared-registration',
  severity: 'warning',
  why: 'If the host or another plugin registers the same name, most libraries panic, or the second registration replaces the first.',
  reportedBy: ['build'],
  describe: ({ position, importPath, name, method, statePackage, variable }, place) => ({
    message:
      `${place(position)}: ${calledName(importPath, name, method)} registers in ${statePackage}.${variable}, ` +
      'which is shared with the host',
    advice: 'Use names that only this plugin has, or a separate registry.',
  }),
});
