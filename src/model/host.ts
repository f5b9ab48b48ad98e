/** What is known about the program that will load a plugin: the output of host/, read by plan/ and check/. */

import type { CLibrary } from './cLibrary.js';

/** A module as build info names it. */
export interface RecordedModule {
  path: string;
  /** Undefined if a main module was built from a directory. */
  version: string | undefined;
  /** `h1:` hash of its content, if build info records one. */
  sum: string | undefined;
  /** Its replacement; a path without a version is a directory, as written in go.mod. */
  replace: { path: string; version: string | undefined; sum: string | undefined } | undefined;
}

/** A module of the host's build, as its build info (or its go.mod) names it. */
export interface HostModule extends RecordedModule {
  /**
   * The directory that source positions of its packages record. It is absolute; with -trimpath it is `module@version`, or
   * the module path alone for a main module. Undefined if the file table does not show it. If only go.mod is known, it
   * is the directory in which the go command finds the module on this machine.
   */
  dir: string | undefined;
}

export interface HostInfo {
  /**
   * `binary`: everything is known. `manifest`: the same, published by `gorename-plugin host`. `module`: a directory with
   * the host's go.mod, which has versions but no hashes and no settings.
   */
  source: 'binary' | 'manifest' | 'module';
  /** Absolute path of the file or directory that was read. */
  path: string;
  /** e.g. `go1.26.8`, or `go1.26.8 X:nodwarf5`; empty if it is not known because only go.mod is. */
  goVersion: string;
  /** If only go.mod is known, goos and goarch are those of the go command on this machine. */
  goos: string;
  goarch: string;
  /** Import path of the host's main package; empty if it is not recorded. */
  main: string;
  mainModule: HostModule | undefined;
  /** All other modules, by path. */
  modules: Map<string, HostModule>;
  /** Whether the file table shows -trimpath, also without build info. Undefined if the file does not show it. */
  trimmed: boolean | undefined;
  /** Build settings by their names in build info (`-trimpath`, `CGO_ENABLED`, `GOAMD64`, …). */
  settings: Map<string, string>;
  /** Import paths of all linked packages, without main but with the standard library; empty if it loads no plugins. */
  packages: Set<string>;
  /** Import path (main is `main`) → the hash that plugin.Open compares, as hex; undefined if only versions are known. */
  packageHashes: Map<string, string> | undefined;
  /** Whether it imports `plugin` and is dynamically linked; undefined if only versions are known. */
  loadsPlugins: boolean | undefined;
  /** Names of the C functions and variables in its dynamic symbol table, without those that every Go program defines. */
  cSymbols: Set<string>;
  /** Shared libraries that it needs (NEEDED). */
  needed: string[];
  /** The highest glibc symbol version that it needs, e.g. `2.34`. */
  glibc: string | undefined;
  /** The C library that it is linked with; undefined if it has none, has another one, or is not known. */
  cLibrary: CLibrary | undefined;
}
