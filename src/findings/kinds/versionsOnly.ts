import type { Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** Only module versions of this host are known, not its compiled packages. */
export interface VersionsOnly {
  kind: 'versions-only';
  host: Text;
}

export const versionsOnly = defineFinding<VersionsOnly>({
  kind: 'versions-only',
  severity: 'warning',
  why: 'plugin.Open compares hashes of compiled packages, which depend on more than the module versions in a go.mod.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ host }, _place, path) => ({
    message: `only module versions are known of ${path(host)}: hashes, flags, Go version and libraries are not compared`,
    advice: 'For a definitive answer, name the host binary, or a manifest written by `gorename-plugin host`.',
  }),
});
