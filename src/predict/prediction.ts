import type { Finding } from '../findings/finding.js';
import type { BuiltPlugin } from '../model/builtPlugin.js';

/**
 * `loads`: plugin.Open returns the plugin. `refused`: it returns an error. `crashes`: it does not return, the process
 * dies. `not-reached`: the process has died before. `unknown`: only versions were compared.
 */
export type Verdict = 'loads' | 'refused' | 'crashes' | 'not-reached' | 'unknown';

export interface Prediction {
  plugin: BuiltPlugin;
  verdict: Verdict;
  findings: Finding[];
  /** Import paths, as in the file, of all packages that differ from what the process has by then. */
  differing: string[];
}
