/** What a plugin shares with its host: packages that stay under their own paths. */

import type { RecordedModule } from './host.js';
import type { GoModule, GoPackage } from './moduleGraph.js';
import type { Reason } from './renamePlan.js';

/** Packages of the host with all that they import; the standard library is left out, since it is always shared. */
export interface SharedPackages {
  /** By import path, as the host has them. */
  packages: Map<string, SharedPackage>;
  /** The modules of these packages at the host's versions, by path. */
  modules: Map<string, GoModule>;
}

export interface SharedPackage extends GoPackage {
  reason: Reason;
}

/** A package that is shared although no --keep names it. */
export interface SharedRoot {
  importPath: string;
  /** The host's version, or the revision of a main module; undefined if the host records none. */
  version: string | undefined;
  reason: Reason;
}

/** A type that an exported function or variable of the plugin exposes to the host. */
export interface Exposure {
  symbol: string;
  symbolKind: 'func' | 'var';
  /** Import path of the package that declares the type. */
  importPath: string;
  typeName: string;
  /** Where the symbol is declared. */
  file: string;
  line: number;
  column: number;
}

/** What a plugin exposes to its host. */
export interface Exposed {
  /** Types of packages that the host has. */
  ofHost: Exposure[];
  /** All types of third-party packages; undefined if Go's type checker did not have to be asked. */
  all: Exposure[] | undefined;
}

/** A package of the plugin whose exports expose types of kept ones: the plugin's own code passes their values to it. */
export type ApiReferences = ReadonlyMap<string, ReadonlySet<string>>;

/** A module under its own path at exactly this version. */
export type KeptModule = RecordedModule;

/** The packages that keep their original paths in the work tree, and their sources. */
export interface KeptModules {
  modules: KeptModule[];
  /** The same and the host's main modules, with their go lines. */
  loaded: GoModule[];
  /** Absolute directories of the host's main modules that are shared; the work tree has them as further main modules. */
  mains: string[];
  /** Content for go.sum. */
  sums: string;
}

/** What decides what is shared with a host, although the plugin may not be compiled from it. */
export interface Consulted {
  /** The plugin's packages at its own versions, and the host's. */
  packages: GoPackage[];
  modules: GoModule[];
  /** Absolute directory of the host's source; undefined without one. */
  hostSource: string | undefined;
  /** Absolute paths at which there was nothing. */
  absent: string[];
}

/** Where the plugin's build finds the source of host modules that have no version to download. */
export interface OwnSources {
  /** Module path → absolute directory with its go.mod, with the path that the host's build used. */
  found: Map<string, string>;
  /** Module path → absolute directory that the host was certainly not built from. */
  refused: Map<string, string>;
}
