/** Data that several kinds of findings have in common. */

import type { ImportPath, Text } from '../model/documentValues.js';

/** Who already brought something into the process: the host, or a plugin opened earlier. */
export interface Owner {
  /** Absolute path of the host (or its manifest, or its directory), or `MODULE@VERSION`; or the path of the earlier plugin. */
  owner: Text;
  ownerKind: 'host' | 'plugin';
}

/** A package that differs between the plugin and the host (or an earlier plugin). */
export interface DifferingPackage {
  /** Original import path, and module path; empty for the standard library, and if it is not recorded. */
  importPath: ImportPath;
  module: string;
  /** How they differ: versions, directories; empty if nothing is known. */
  ownerValue: string;
  pluginValue: string;
}

/** A setting that packages were compiled with: flag or variable as build info names it, or `Go version`. */
export interface DifferingSetting {
  setting: Text;
  /** Empty if it is not set. */
  ownerValue: string;
  pluginValue: string;
}

/** A use of a library's state by the plugin's own code. */
export interface CutOffUse {
  /** Original import path of the library, and what the plugin's own code names of it. */
  importPath: ImportPath;
  name: Text;
  state: 'context-read' | 'context-write' | 'global-read' | 'global-write' | 'error' | 'type';
  /** The key of a context, the variable, or the type, as `path.name`. */
  through: Text;
}
