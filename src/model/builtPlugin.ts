import type { CLibrary } from './cLibrary.js';
import type { HostModule } from './host.js';
import type { PluginPlan } from './pluginPlan.js';
import type { GroupPrefixes } from './renamePlan.js';

/** Who compiled a package, with which module versions and settings: a host or a plugin. */
export interface BuiltProgram {
  goVersion: string;
  goos: string;
  goarch: string;
  settings: ReadonlyMap<string, string>;
  /** The file table shows -trimpath; undefined where nothing tells. */
  trimmed: boolean | undefined;
  /** By path, main modules included. */
  modules: ReadonlyMap<string, HostModule>;
}

/** A built plugin, as plugin.Open and the dynamic linker meet it. */
export interface BuiltPlugin extends BuiltProgram {
  /** Absolute, as named. */
  file: string;
  /** Symbolic links followed: plugin.Open knows a file that it has opened by this path. */
  realPath: string;
  /** Device and inode: the dynamic linker knows a file by them. */
  inode: string;
  /** A second plugin of the same one cannot be loaded. */
  pluginPath: string;
  /** What its packages were renamed with; undefined where nothing was. */
  prefixes: GroupPrefixes | undefined;
  /** Its symbols are `go.link…`, as before go1.20, not `go:link…`; plugins of that age record no release. */
  oldSymbols: boolean;
  /** Import path in the file → the hash that plugin.Open compares, as hex. */
  packageHashes: ReadonlyMap<string, string>;
  cSymbols: ReadonlySet<string>;
  needed: readonly string[];
  glibc: string | undefined;
  cLibrary: CLibrary | undefined;
  /** The names that plugin.Lookup finds. */
  exports: readonly string[];
  /** What it says of itself, if that fits the file. */
  plan: PluginPlan | undefined;
  /** How its plan contradicts the file, a clause each. */
  problems: readonly string[];
  /** Import paths, in the file, of packages with C code whose symbols may be visible. */
  cPackages: readonly string[];
}
