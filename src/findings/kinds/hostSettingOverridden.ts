import { defineFinding } from '../defineFinding.js';

/** The host was built with something else than what the user has asked for. */
export interface HostSettingOverridden {
  kind: 'host-setting-overridden';
  /** Flag or variable: `-trimpath`, `GOAMD64`, `GOTOOLCHAIN`. */
  setting: string;
  /** The host's value, and the one in force. */
  hostValue: string;
  chosen: string;
}

export const hostSettingOverridden = defineFinding<HostSettingOverridden>({
  kind: 'host-setting-overridden',
  severity: 'warning',
  describe: ({ setting, hostValue: host, chosen }) => ({
    message: `${setting} is ${quoted(chosen)} here, and the host was built with ${quoted(host)}`,
    advice:
      "What you set explicitly wins, but plugin.Open compares what was compiled: leave it out to take the host's.",
  }),
});

function quoted(value: string): string {
  return value === '' ? 'not set' : value;
}
