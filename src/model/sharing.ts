import type { Reason, SplitReason } from './renamePlan.js';
import type { SharedPackages } from './sharedPackages.js';

/** The packages that a plugin consists of if it shares some with its host. */
export interface Sharing {
  /** Packages that are compiled from the plugin's own versions. */
  plugins: Set<string>;
  /** Packages that are compiled from the host's versions. */
  hosts: Set<string>;
  /** Packages of the plugin's versions that keep their original paths, with the reason. */
  unrenamed: ReadonlyMap<string, Reason>;
  /** Modules of shared packages that the plugin requires in a newer version than the host's. */
  newer: ReadonlyMap<string, SplitReason & { kind: 'newer' }>;
  /** Modules of shared packages that the plugin's dependencies have a separate copy of. */
  split: ReadonlyMap<string, SplitReason>;
  /** Packages of the host that must be shared as well; if there are any, this is not a plan yet. */
  further: ReadonlyMap<string, Reason>;
}

/** The part of a build that is not renamed. */
export interface Shares {
  sharing: Sharing;
  shared: SharedPackages;
  /** Third-party packages that are renamed for a special reason. */
  renamed: ReadonlyMap<string, Reason>;
}
