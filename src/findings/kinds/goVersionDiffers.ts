import { defineFinding } from '../defineFinding.js';

/** The process dies in plugin.Open: another Go release lays out its tables otherwise. */
export interface GoVersionDiffers {
  kind: 'go-version-differs';
  /** Empty where it is not recorded: an obfuscated host. */
  hostGoVersion: string;
  /** Empty where it is not recorded: older than go1.22. */
  pluginGoVersion: string;
}

export const goVersionDiffers = defineFinding<GoVersionDiffers>({
  kind: 'go-version-differs',
  severity: 'error',
  describe: ({ hostGoVersion: host, pluginGoVersion: plugin }) => ({
    message:
      `built by ${plugin === '' ? 'another Go version' : plugin}, ` +
      `the host by ${host === '' ? 'a different one; it records no Go version' : host}: the process dies in plugin.Open`,
    advice:
      host === ''
        ? 'Ask who built the host for its Go version, and set GOTOOLCHAIN to it; tools that obfuscate programs remove it.'
        : `Build the plugin with the host's release: GOTOOLCHAIN=${host}, which \`gorename-plugin build --host\` sets by itself.`,
  }),
});
