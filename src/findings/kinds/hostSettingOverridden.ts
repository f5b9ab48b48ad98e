import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The host was built with a different setting than the user has chosen. */
export interface HostSettingOverridden {
  kind: 'host-setting-overridden';
  /** Flag or variable: `-trimpath`, `GOAMD64`, `GOTOOLCHAIN`. */
  setting: Text;
  /** The host's value, and the one that is used. */
  hostValue: string;
  pluginValue: string;
}

export const hostSettingOverridden = defineFinding<HostSettingOverridden>({
  kind: 'host-setting-overridden',
  severity: 'warning',
  why: 'plugin.Open compares the compiled packages, and refuses the plugin if the setting has changed one that both have.',
  reportedBy: ['build'],
  describe: ({ setting, hostValue: host, pluginValue }) => ({
    message: `${setting} is ${pluginValue === '' ? 'not set' : pluginValue}, but the host was built ${host === '' ? 'without it' : `with ${host}`}`,
    advice: "Your explicit setting is used. Leave it out to use the host's setting.",
  }),
});
