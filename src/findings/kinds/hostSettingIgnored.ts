import { defineFinding } from '../defineFinding.js';

/** A setting of the host that no build takes over, such as link flags: it could run programs. */
export interface HostSettingIgnored {
  kind: 'host-setting-ignored';
  /** `-ldflags`, `CGO_LDFLAGS`. */
  setting: string;
  /** The host's value, and the first flag of it that is not known to be harmless. */
  hostValue: string;
  part: string;
}

export const hostSettingIgnored = defineFinding<HostSettingIgnored>({
  kind: 'host-setting-ignored',
  severity: 'warning',
  describe: ({ setting, hostValue: host, part }) => ({
    message:
      `the host was built with ${setting}=${host}, ` +
      `${part === host ? 'which' : `of which ${part}`} is not taken over`,
    advice:
      `What plugin.Open compares does not depend on it. If the plugin needs it, ` +
      (setting.startsWith('-')
        ? `pass ${setting} yourself, behind \`--\` or in GOFLAGS.`
        : `set ${setting} in the environment yourself.`),
  }),
});
