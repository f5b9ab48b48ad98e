import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';

/** plugin.Open loads each plugin path, and each file, only once. */
export interface PluginAlreadyLoaded extends Owner {
  kind: 'plugin-already-loaded';
  pluginPath: string;
  /** `path`: another file with its plugin path; `file`: the same file under another name; `refused`: it was refused. */
  cause: 'path' | 'file' | 'refused';
}

export const pluginAlreadyLoaded = defineFinding<PluginAlreadyLoaded>({
  kind: 'plugin-already-loaded',
  severity: 'error',
  why: 'A process opens a plugin path only once: for another file, plugin.Open returns `plugin already loaded`.',
  reportedBy: ['build', 'explain', 'probe', 'verify'],
  describe: ({ pluginPath, cause, ...owner }, _place, path) => {
    const other = path(owner.owner);
    switch (cause) {
      case 'path':
        return {
          message: `${other}, which is opened earlier, has the same plugin path ${pluginPath}: plugin already loaded`,
          advice: 'Builds by `gorename-plugin build` have distinct plugin paths unless they are identical.',
        };
      case 'file':
        return {
          message: `it is the same file as ${other}, which is opened earlier (${pluginPath})`,
          advice: 'Open it under one name only; symbolic links to it cause no problem.',
        };
      case 'refused':
        return {
          message: `it is the same file as ${other} (${pluginPath}), which is refused earlier: plugin.Open returns the same error`,
          advice: 'See the findings for that file.',
        };
    }
  },
});
