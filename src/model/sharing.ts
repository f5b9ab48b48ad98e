/** What a plugin shares with its host: packages that stay under their own paths. */

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
