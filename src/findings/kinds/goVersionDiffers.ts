import { defineFinding } from '../defineFinding.js';

/** The process crashes in plugin.Open: Go versions lay out their tables differently. */
export interface GoVersionDiffers {
  kind: 'go-version-differs';
  /** Empty if it is not recorded: an obfuscated host. */
  hostGoVersion: string;
  /** Empty if it is not recorded: older than go1.22. */
  pluginGoVersion: string;
}

export const goVersionDiffers = defineFinding<GoVersionDiffers>({
  kind: 'go-version-differs',
  severity: 'error',
  why: "Plugin and host share one Go runtime, which knows only its own version's tables: the process crashes in plugin.Open.",
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ hostGoVersion: host, pluginGoVersion: plugin }) => ({
    message:
      `built with ${plugin === '' ? 'another Go version' : plugin}, ` +
      `but the host with ${host === '' ? 'a different one, which it does not record' : host}`,
    advice:
      host === ''
        ? 'Find out which Go version built the host, and set GOTOOLCHAIN to it. Obfuscation tools remove the version from the file.'
        : `Build the plugin with the host's Go version: GOTOOLCHAIN=${host}. \`gorename-plugin build --host\` sets it automatically.`,
  }),
});
