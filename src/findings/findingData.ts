/** Data that several kinds of findings have in common. */

/** A place in the user's (or a dependency's) original sources. */
export interface Position {
  /** Absolute path. */
  file: string;
  line: number;
  column: number;
}

/** Who already brought something into the process: the host, or a plugin opened earlier. */
export interface Owner {
  /** Absolute path of the host (or its manifest, or its directory), or of the earlier plugin. */
  owner: string;
  ownerKind: 'host' | 'plugin';
}

/** A package that differs between the plugin and the host (or an earlier plugin). */
export interface DifferingPackage {
  /** Original import path, and module path; empty for the standard library, and if it is not recorded. */
  importPath: string;
  module: string;
  /** How they differ: versions, directories; empty if nothing is known. */
  loaded: string;
  plugin: string;
}

/** A setting that packages were compiled with: flag or variable as build info names it, or `Go version`. */
export interface DifferingSetting {
  name: string;
  /** Empty if it is not set. */
  loaded: string;
  plugin: string;
}

/** A use of a library's state by the plugin's own code. */
export interface CutOffUse {
  /** Original import path of the library, and what the plugin's own code names of it. */
  importPath: string;
  name: string;
  state: 'context-read' | 'context-write' | 'global-read' | 'global-write' | 'error' | 'type';
  /** The key of a context, the variable, or the type, as `path.name`. */
  through: string;
}
