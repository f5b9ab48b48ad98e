import type { ImportPath, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The plugin's own code is compiled against an older version of a shared module than go.mod requires. */
export interface SharedVersionOlder {
  kind: 'shared-version-older';
  module: ImportPath;
  pluginVersion: Text;
  hostVersion: Text;
  /** Renamed dependencies have their own copy of the plugin's version. */
  copied: boolean;
  /** No renamed dependency uses it. */
  alone: boolean;
}

export const sharedVersionOlder = defineFinding<SharedVersionOlder>({
  kind: 'shared-version-older',
  severity: 'warning',
  why: "In the process, the plugin's own code calls the host's copy, which lacks what is new in the plugin's version.",
  reportedBy: ['build'],
  describe: ({ module, pluginVersion, hostVersion, copied, alone }) => ({
    message: `the plugin requires ${module} ${pluginVersion}, but is compiled against the host's ${hostVersion}, since the module is shared`,
    advice:
      (copied
        ? `Renamed dependencies have their own copy of ${pluginVersion}. If the plugin's own code does not compile, `
        : alone
          ? `If it does not compile, `
          : `Renamed dependencies are compiled against it, too, since its types pass between them and the plugin's own code. If something does not compile, `) +
      `change the code to use the host's version: go get ${module}@${hostVersion}.`,
  }),
});
