import { defineFinding } from '../defineFinding.js';

/** Packages of the host's own modules were not compiled from the source that the host was built from. */
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
      `not compiled from what the host was built from${revision === undefined ? '' : ` (${revision})`}: ` +
      `${importPaths.join(', ')}${source === undefined ? '' : `; the source is ${path(source)}`}`,
    advice:
      `Give the source of ${module} that the host was built from, with --host-src DIR` +
      (hostDir?.startsWith('/') === true
        ? `, by the path that the host records: --host-src ${hostDir}`
        : '') +
      '. --keep none gives the plugin private copies, which cannot see what the host stores in them.',
  }),
});
