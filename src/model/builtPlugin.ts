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
  /** Whether the file table shows -trimpath; undefined if the file does not show it. */
  trimmed: boolean | undefined;
  /** By path, main modules included. */
  modules: ReadonlyMap<string, HostModule>;
}

/** A built plugin, as plugin.Open and the dynamic linker see it. */
export interface BuiltPlugin extends BuiltProgram {
  /** Absolute path, as the user wrote it. */
  file: string;
  /** Symbolic links are resolved: plugin.Open recognizes a file that it has opened by this path. */
  realPath: string;
  /** Device and inode: the dynamic linker recognizes a file by them. */
  inode: string;
  /** A process cannot load a second plugin with the same one. */
  pluginPath: string;
  /** What its packages were renamed with; undefined if nothing was renamed. */
  prefixes: GroupPrefixes | undefined;
  /** Its symbols are `go.link…`, as before go1.20, not `go:link…`; plugins of that age do not record a Go version. */
  oldSymbols: boolean;
  /** Import path in the file → the hash that plugin.Open compares, as hex. */
  packageHashes: ReadonlyMap<string, string>;
  cSymbols: ReadonlySet<string>;
  needed: readonly string[];
  glibc: string | undefined;
  cLibrary: CLibrary | undefined;
  /** The names that plugin.Lookup finds. */
  exports: readonly string[];
  /** The plan that the file carries, if it matches the file. */
  plan: PluginPlan | undefined;
  /** How its plan contradicts the file, one clause each. */
  problems: readonly string[];
  /** Import paths, as in the file, of packages with C code whose symbols may be visible. */
  cPackages: readonly string[];
}
