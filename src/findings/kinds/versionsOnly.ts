import { defineFinding } from '../defineFinding.js';

/** Of this host only versions are known, not what was compiled. */
export interface VersionsOnly {
  kind: 'versions-only';
  host: string;
}

export const versionsOnly = defineFinding<VersionsOnly>({
  kind: 'versions-only',
  severity: 'warning',
  describe: ({ host }, _place, path) => ({
    message: `of ${path(host)} only module versions are known: no hashes, flags, Go release or libraries are compared`,
    advice: 'Name the host binary, or its manifest by `gorename-plugin host`, for a proof.',
  }),
});
