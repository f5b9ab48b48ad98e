import type { Group } from './renamePlan.js';

/** One file of a module that goes into the work tree. */
export interface SourceFile {
  /** Absolute path of the original. */
  path: string;
  /** Slash-separated path below its module's directory. */
  relative: string;
  /** Module path. */
  module: string;
  /** Which of the work tree's copies of the module it belongs to. */
  group: Group;
  /** The package it is compiled into; undefined for files copied along with their module. */
  importPath: string | undefined;
  /**
   * What may have to be rewritten in it: Go source, Go source with cgo, Go assembly (and its headers), C source of a
   * local module (which may include files outside of it), nothing. A link is written as a link.
   */
  kind: 'go' | 'cgo' | 'assembly' | 'c' | 'other' | 'link';
  /** Of a link: relative for what is in its module, else absolute. */
  target?: string;
  /** Hex digest of the original's bytes; of a link's target for one into its module. */
  sha256: string;
  /** It was named on the command line: its build constraints do not count. */
  named?: boolean;
  /** What is written of it may hold its original directory, wherever its module comes from. */
  namesPlace?: boolean;
}
