/** What a plugin shares with its host: packages that stay under their own paths. */

import type { RecordedModule } from './host.js';
import type { GoModule, GoPackage } from './moduleGraph.js';
import type { Reason } from './renamePlan.js';

/** Packages of the host, closed over their imports; the standard library is left out, which is always shared. */
export interface SharedPackages {
  /** By import path, as the host has them. */
  packages: Map<string, SharedPackage>;
  /** The modules of these packages at the host's versions, by path. */
  modules: Map<string, GoModule>;
}

export interface SharedPackage extends GoPackage {
  reason: Reason;
}

/** A package of the plugin's that names kept ones in what it exports: own code passes their values to it. */
export type ApiReferences = ReadonlyMap<string, ReadonlySet<string>>;

/** A module under its own path at exactly this version. */
export type KeptModule = RecordedModule;

/** What stays under its own path in the work tree, and where it comes from. */
export interface KeptModules {
  modules: KeptModule[];
  /** The same and the host's own, with their go lines. */
  loaded: GoModule[];
  /** Absolute directories of the host's own main modules that are shared, further main modules of the work tree. */
  mains: string[];
  /** Content for go.sum. */
  sums: string;
}
