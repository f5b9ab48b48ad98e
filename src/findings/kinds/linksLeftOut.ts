import type { AbsolutePath, ImportPath } from '../../model/documentValues.js';
import { defineFinding } from '../defineFinding.js';

/** Symbolic links are not copied with their module, because they point outside of it. */
export interface LinksLeftOut {
  kind: 'links-left-out';
  /** Path of a module that is copied whole. */
  module: ImportPath;
  /**
   * Absolute paths of its symbolic links that point outside of it; sorted.
   * @minItems 1
   */
  links: AbsolutePath[];
}

export const linksLeftOut = defineFinding<LinksLeftOut>({
  kind: 'links-left-out',
  severity: 'warning',
  why: 'C code that includes a file through such a link does not compile.',
  reportedBy: ['build'],
  describe: ({ module, links }, _, path) => ({
    message:
      `the whole module ${module} is copied, but without ` +
      `${links.length > 1 ? `${String(links.length)} symbolic links that point` : 'a symbolic link that points'} outside of it: ` +
      `${links.slice(0, 3).map(path).join(', ')}${links.length > 3 ? ', …' : ''}`,
    advice: 'If the C code needs these files, copy them into the module.',
  }),
});
