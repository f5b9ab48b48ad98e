import { defineFinding } from '../defineFinding.js';

/** Packages of the host's own modules were compiled from different source than the host's. */
export interface HostSourceDiffers {
  kind: 'host-source-differs';
  importPaths: string[];
  /** Path of their module. */
  module: string;
  /** Absolute directory that they were compiled from; undefined if it is not known. */
  source: string | undefined;
  /** The revision that the host was built at, and the directory; undefined if it records none. */
  revision: string | undefined;
  hostDir: string | undefined;
}

export const hostSourceDiffers = defineFinding<HostSourceDiffers>({
  kind: 'host-source-differs',
  severity: 'error',
  describe: ({ importPaths, module, source, revision, hostDir }, _place, path) => ({
    message:
      `compiled from different source than the host was built from${revision === undefined ? '' : ` (${revision})`}: ` +
      `${importPaths.join(', ')}${source === undefined ? '' : `; the source is ${path(source)}`}`,
    advice:
      `Pass the source of ${module} that the host was built from` +
      (hostDir?.startsWith('/') === true
        ? `, at the path that the host records: --host-src ${hostDir}. `
        : ': --host-src DIR. ') +
      'With --keep none the plugin gets private copies, which do not see what the host stores in its own.',
  }),
});
