import type { AbsolutePath, ImportPath, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** Packages of the host's own modules were compiled from different source than the host's. */
export interface HostSourceDiffers {
  kind: 'host-source-differs';
  /** @minItems 1 */
  importPaths: ImportPath[];
  /** Path of their module. */
  module: ImportPath;
  /** Absolute directory that they were compiled from; undefined if it is not known. */
  sourceDir: AbsolutePath | undefined;
  /** The revision that the host was built at, and the directory; undefined if it records none. */
  revision: Text | undefined;
  hostDir: Text | undefined;
}

export const hostSourceDiffers = defineFinding<HostSourceDiffers>({
  kind: 'host-source-differs',
  severity: 'error',
  fix: ({ hostDir }) => (hostDir?.startsWith('/') === true ? ['--host-src', hostDir] : []),
  why: 'plugin.Open compares the hashes of shared packages, and refuses the plugin if one differs.',
  reportedBy: ['build'],
  describe: ({ importPaths, module, sourceDir, revision, hostDir }, _place, path) => ({
    message:
      `compiled from different source than the host was built from${revision === undefined ? '' : ` (${revision})`}: ` +
      `${importPaths.join(', ')}${sourceDir === undefined ? '' : `; the source is ${path(sourceDir)}`}`,
    advice:
      `Pass the source of ${module} that the host was built from` +
      (hostDir?.startsWith('/') === true
        ? `, at the path that the host records: --host-src ${hostDir}. `
        : ': --host-src DIR. ') +
      'With --keep none the plugin gets private copies, which do not see what the host stores in its own.',
  }),
});
