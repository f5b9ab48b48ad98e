import type { ByteRange } from './byteRange.js';
import type { Doubt } from './wantedNames.js';
import type { StateKind } from './isolation.js';
import type { Group } from './group.js';

/** A use of the standard library's global state in a renamed package. */
export interface StateUse {
  /** Absolute path of the original file. */
  file: string;
  /** Both from 1; the column counts bytes. */
  line: number;
  column: number;
  /** The package that contains the use, and its group. */
  user: string;
  group: Group;
  /** The standard library's package, and what it exports. */
  statePackage: string;
  name: string;
  /** The package name before the dot; empty under a dot import. */
  qualifier: ByteRange;
  /** It is in the function main of the main package, which only a program runs. */
  inMain: boolean;
  /** What stays uncertain because the grammar does not know some syntax of the file; see {@link Doubt}. */
  doubt: Doubt | undefined;
}

/** A use that is redirected to a private copy of the global state. */
export interface IsolatedUse extends StateUse {
  kind: StateKind;
  /** Original import path of the shim. */
  shim: string;
  /** One sentence for the user. */
  reason: string;
}

/** A use that stays as written, with what happens when it runs again. */
export interface RepeatedUse extends StateUse {
  reason: string;
}

/** A source position at which initializing a package changes process-global state of the standard library. */
export interface SharedWrite {
  /** Absolute path of the original file. */
  file: string;
  /** Both from 1; the column counts bytes. */
  line: number;
  column: number;
  /** The package that contains the source position. */
  user: string;
  /** The standard library's package, and what it exports. */
  statePackage: string;
  name: string;
}

/** How renamed packages use the standard library's global state, according to their sources. */
export interface StateUses {
  uses: StateUse[];
  sharedWrites: SharedWrite[];
}

export type ShimGroup = Exclude<Group, 'main'>;

/** One shim for a package's global state, in one group. */
export interface Shim {
  group: ShimGroup;
  /** Original module and import path. */
  module: string;
  importPath: string;
  /** The standard library's package. */
  statePackage: string;
  /** A package that registers something in it. */
  user: string;
  /** What it falls back to: the original import path of another shim, or of the standard library's package. */
  next: string;
}

/** What is isolated, and the shims for it. */
export interface GlobalStatePlan {
  uses: IsolatedUse[];
  /** Registrations of the plugin's packages that stay as written, and that a second build of the plugin would repeat. */
  repeated: RepeatedUse[];
  /** Uses that would be isolated, but whose name seems to be a local one, not the package's. */
  left: StateUse[];
  /** What third-party packages change for the process when they are initialized, with the effect. */
  shared: (SharedWrite & { reason: string })[];
  shims: Shim[];
}
