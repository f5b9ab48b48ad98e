import { defineFinding } from '../defineFinding.js';

/** The dynamic linker refuses files for another system. */
export interface PlatformDiffers {
  kind: 'platform-differs';
  /** `linux/amd64` */
  hostPlatform: string;
  pluginPlatform: string;
}

export const platformDiffers = defineFinding<PlatformDiffers>({
  kind: 'platform-differs',
  severity: 'error',
  describe: ({ hostPlatform: host, pluginPlatform: plugin }) => ({
    message: `built for ${plugin}, the host for ${host}`,
    advice: `Build it for the host's system: ${host.replace(/^(.*)\/(.*)$/, 'GOOS=$1 GOARCH=$2')}, with a C compiler for it in CC.`,
  }),
});
