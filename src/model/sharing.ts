import type { Reason, SplitReason } from './renamePlan.js';
import type { SharedPackages } from './sharedPackages.js';

/** Which packages a plugin is built of when it shares some with its host. */
export interface Sharing {
  /** Packages that are compiled from the plugin's own versions. */
  plugins: Set<string>;
  /** Packages that are compiled from the host's versions. */
  hosts: Set<string>;
  /** The plugin's versions that stay under their own paths, with the reason. */
  unrenamed: ReadonlyMap<string, Reason>;
  /** Modules of shared packages that the plugin requires in a newer version than the host's. */
  newer: ReadonlyMap<string, SplitReason & { kind: 'newer' }>;
  /** Modules of shared packages of which the plugin's dependencies have a copy of their own. */
  split: ReadonlyMap<string, SplitReason>;
  /** Packages of the host that have to be shared as well, so that this is no plan yet. */
  further: ReadonlyMap<string, Reason>;
}

/** What of a build is not renamed. */
export interface Shares {
  sharing: Sharing;
  shared: SharedPackages;
  /** Third-party packages that are renamed for a reason of their own. */
  renamed: ReadonlyMap<string, Reason>;
}
