import type { ImportPath, Text } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';
import { nameOwner, listNames } from '../phrases.js';

/** With -trimpath in -gcflags, packages with cgo record a random directory, so no two builds are equal. */
export interface GcflagsTrimpath extends Owner {
  kind: 'gcflags-trimpath';
  /** The value of -gcflags. */
  gcflags: Text;
  /**
   * Import paths that differ, or will.
   * @minItems 1
   */
  importPaths: ImportPath[];
}

export const gcflagsTrimpath = defineFinding<GcflagsTrimpath>({
  kind: 'gcflags-trimpath',
  severity: 'error',
  why: 'With -trimpath in -gcflags, packages with cgo record a random directory, so plugin.Open finds other hashes and refuses the plugin.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ gcflags, importPaths, ...owner }, _place, path) => ({
    message: `${path(owner.owner)} was built with -gcflags=${gcflags}, which no other build can match`,
    details: [`differing: ${listNames(importPaths)}`],
    advice: `Build ${nameOwner(owner, path)} with \`go build -trimpath\` instead; no flag or environment variable can fix this for the plugin.`,
  }),
});
