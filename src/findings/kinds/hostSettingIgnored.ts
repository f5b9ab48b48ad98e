import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** A setting of the host that builds do not adopt, such as link flags: it could run programs. */
export interface HostSettingIgnored {
  kind: 'host-setting-ignored';
  /** `-ldflags`, `CGO_LDFLAGS`. */
  setting: Text;
  /** The host's value, and the first flag of it that is not known to be harmless. */
  hostValue: Text;
  part: Text;
}

export const hostSettingIgnored = defineFinding<HostSettingIgnored>({
  kind: 'host-setting-ignored',
  severity: 'warning',
  why: 'plugin.Open does not compare this setting, but the plugin may need it to be linked or to run.',
  reportedBy: ['build'],
  describe: ({ setting, hostValue: host, part }) => ({
    message:
      `the host was built with ${setting}=${host}; ` +
      `${part === host ? 'this setting' : part} is not adopted`,
    advice:
      `If the plugin needs it, ` +
      (setting.startsWith('-')
        ? `pass ${setting} yourself, after \`--\` or in GOFLAGS.`
        : `set ${setting} in the environment yourself.`),
  }),
});
