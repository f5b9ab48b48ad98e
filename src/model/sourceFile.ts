import type { Group } from './renamePlan.js';

/** One file of a module that goes into the work tree. */
export interface SourceFile {
  /** Absolute path of the original. */
  path: string;
  /** Slash-separated path below its module's directory. */
  relative: string;
  /** Module path. */
  module: string;
  /** The copy of the module in the work tree that it belongs to. */
  group: Group;
  /** The package it is compiled into; undefined for files that are copied with their whole module. */
  importPath: string | undefined;
  /**
   * What may have to be rewritten in it: Go source, Go source with cgo, Go assembly (and its headers), C source of a
   * local module (which may include files outside of the module), or nothing. A link is written as a link.
   */
  kind: 'go' | 'cgo' | 'assembly' | 'c' | 'other' | 'link';
  /** Target of a link: relative if it is in the module, else absolute. */
  target?: string;
  /** Hex digest of the original's bytes; of the target's path if it is a link to a file of its module. */
  sha256: string;
  /** Whether it was named on the command line: build constraints do not apply then. */
  named?: boolean;
  /** Whether the written file may contain the original directory even if its module is not local. */
  namesPlace?: boolean;
}
