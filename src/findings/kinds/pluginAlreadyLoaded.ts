import { defineFinding } from '../defineFinding.js';
import type { Owner } from '../findingData.js';

/** plugin.Open takes each plugin path, and each file, once. */
export interface PluginAlreadyLoaded extends Owner {
  kind: 'plugin-already-loaded';
  pluginPath: string;
  /** `path`: another file of its plugin path; `file`: the same file by another name; `refused`: it was refused. */
  reason: 'path' | 'file' | 'refused';
}

export const pluginAlreadyLoaded = defineFinding<PluginAlreadyLoaded>({
  kind: 'plugin-already-loaded',
  severity: 'error',
  describe: ({ pluginPath, reason, ...owner }, _place, path) => {
    const other = path(owner.owner);
    switch (reason) {
      case 'path':
        return {
          message: `its plugin path ${pluginPath} is that of ${other}, which is opened before: plugin already loaded`,
          advice:
            'Two builds by `gorename-plugin build` have plugin paths of their own unless they are equal.',
        };
      case 'file':
        return {
          message: `it is ${other}, which is opened before, by another name (${pluginPath})`,
          advice: 'Open it by one name; symbolic links to it do no harm.',
        };
      case 'refused':
        return {
          message: `it is ${other} (${pluginPath}), which is refused before: plugin.Open repeats that`,
          advice: 'What is to be mended is told there.',
        };
    }
  },
});
