import type { ImportPath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

import { listNames } from '../phrases.js';

/** The plugin has private copies of packages of the host's main module, as requested by --keep none. */
export interface PrivateHostPackage {
  kind: 'private-host-package';
  /** @minItems 1 */
  importPaths: ImportPath[];
}

export const privateHostPackage = defineFinding<PrivateHostPackage>({
  kind: 'private-host-package',
  severity: 'warning',
  why: 'The plugin does not see what the host stores in their variables, or in a context under their keys.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ importPaths }) => ({
    message: `the plugin has private copies of packages of the host's main module: ${listNames(importPaths)}`,
    advice: '`build --host` shares these packages unless --keep none is given.',
  }),
});
