import { defineFinding } from '../defineFinding.js';

/** Own code is compiled against an older version of a kept module than go.mod asks for. */
export interface SharedVersionOlder {
  kind: 'shared-version-older';
  module: string;
  pluginVersion: string;
  hostVersion: string;
  /** Renamed dependencies have a copy of the plugin's version. */
  copied: boolean;
  /** No renamed dependency uses it. */
  alone: boolean;
}

export const sharedVersionOlder = defineFinding<SharedVersionOlder>({
  kind: 'shared-version-older',
  severity: 'warning',
  describe: ({ module, pluginVersion, hostVersion, copied, alone }) => ({
    message: `the plugin requires ${module} ${pluginVersion}; its own code gets the host's ${hostVersion}, since it is kept`,
    advice:
      (copied
        ? `Renamed dependencies have a copy of ${pluginVersion} of their own. If own code does not compile, `
        : alone
          ? `If it does not compile, `
          : `Renamed dependencies get the host's, too, since its types pass between them and own code. If something does not compile, `) +
      `write it for the host's version: go get ${module}@${hostVersion}.`,
  }),
});
