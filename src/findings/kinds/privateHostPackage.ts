import { defineFinding } from '../defineFinding.js';

import { listNames } from '../phrases.js';

/** The plugin has copies of packages of the host's own main module, as --keep none asks for. */
export interface PrivateHostPackage {
  kind: 'private-host-package';
  importPaths: string[];
}

export const privateHostPackage = defineFinding<PrivateHostPackage>({
  kind: 'private-host-package',
  severity: 'warning',
  describe: ({ importPaths }) => ({
    message: `the plugin has private copies of packages of the host's main module: ${listNames(importPaths)}`,
    advice:
      'What the host stores in their variables, or in a context under their keys, the plugin does not see. ' +
      '`build --host` shares them unless --keep none is given.',
  }),
});
