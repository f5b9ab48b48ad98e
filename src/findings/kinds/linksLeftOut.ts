import { defineFinding } from '../defineFinding.js';

/** Symbolic links are not copied with their module, since they lead out of it. */
export interface LinksLeftOut {
  kind: 'links-left-out';
  /** Path of a module that is copied whole. */
  module: string;
  /** Absolute paths of its symbolic links that lead out of it; sorted. */
  links: string[];
}

export const linksLeftOut = defineFinding<LinksLeftOut>({
  kind: 'links-left-out',
  severity: 'warning',
  describe: ({ module, links }, _, path) => ({
    message:
      `${module} is copied whole, but without ` +
      `${links.length > 1 ? `${String(links.length)} symbolic links that lead` : 'a symbolic link that leads'} out of it: ` +
      `${links.slice(0, 3).map(path).join(', ')}${links.length > 3 ? ', …' : ''}`,
    advice: 'If the C code needs what is there, put a copy of it into the module.',
  }),
});
