import type { ByteRange } from './byteRange.js';
import type { Doubt } from './wantedNames.js';
import type { IsolationKind } from './isolation.js';
import type { Group } from './group.js';

/** A place where a renamed package uses a registry of the standard library. */
export interface RegistryUse {
  /** Absolute path of the original. */
  file: string;
  /** Both from 1; the column counts bytes. */
  line: number;
  column: number;
  /** The package that holds the place, and its group. */
  user: string;
  group: Group;
  /** The standard library's package, and what it exports. */
  registry: string;
  name: string;
  /** The package name in front of the dot; empty under a dot import. */
  qualifier: ByteRange;
  /** It stands in the function main of the main package, which only a program runs. */
  inMain: boolean;
  /** What syntax that the grammar does not know leaves open; see {@link Doubt}. */
  doubt: Doubt | undefined;
}

/** A use that goes to a private copy of the registry. */
export interface IsolatedUse extends RegistryUse {
  kind: IsolationKind;
  /** Original import path of the package that stands in for the registry. */
  shim: string;
  /** One sentence a user can read. */
  reason: string;
}

/** A use that stays as written, with what comes of its repetition. */
export interface RepeatedUse extends RegistryUse {
  reason: string;
}

/** A place where initialising a package changes what the standard library keeps for the whole process. */
export interface SharedWrite {
  /** Absolute path of the original. */
  file: string;
  /** Both from 1; the column counts bytes. */
  line: number;
  column: number;
  /** The package that holds the place. */
  user: string;
  /** The standard library's package, and what it exports. */
  registry: string;
  name: string;
}

/** What renamed packages do with the standard library's state, as their sources show it. */
export interface StateUses {
  registryUses: RegistryUse[];
  sharedWrites: SharedWrite[];
}

export type ShimGroup = Exclude<Group, 'main'>;

/** One stand-in for a registry, in one group. */
export interface Shim {
  group: ShimGroup;
  /** Original module and import path. */
  module: string;
  importPath: string;
  /** The standard library's package. */
  registry: string;
  /** A package that registers there. */
  user: string;
  /** What it falls back to: original import path of another stand-in, or the registry itself. */
  next: string;
}

/** What is isolated, and what stands in for it. */
export interface RegistryPlan {
  uses: IsolatedUse[];
  /** Own registrations that stay as written, and that a second build of the plugin would repeat. */
  repeated: RepeatedUse[];
  /** What would be isolated, but seems to be a local name's and not the package's. */
  left: RegistryUse[];
  /** What third-party packages change for the process when they are initialised, with what comes of it. */
  shared: (SharedWrite & { reason: string })[];
  shims: Shim[];
}
