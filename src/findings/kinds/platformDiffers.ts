import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** The dynamic linker refuses files for another platform. */
export interface PlatformDiffers {
  kind: 'platform-differs';
  /** `linux/amd64` */
  hostPlatform: Text;
  pluginPlatform: Text;
}

export const platformDiffers = defineFinding<PlatformDiffers>({
  kind: 'platform-differs',
  severity: 'error',
  why: 'The dynamic linker loads only files for the platform of the process.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ hostPlatform: host, pluginPlatform: plugin }) => ({
    message: `built for ${plugin}, but the host for ${host}`,
    advice: `Build it for the host's platform: ${host.replace(/^(.*)\/(.*)$/, 'GOOS=$1 GOARCH=$2')}, with CC set to a C compiler for it.`,
  }),
});
