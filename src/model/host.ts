/** What is known of the program that is to load a plugin: the output of host/, read by plan/ and verify/. */

import type { CLibrary } from './cLibrary.js';

/** A module as build info names it. */
export interface RecordedModule {
  path: string;
  /** Undefined for a main module built from a directory. */
  version: string | undefined;
  /** `h1:` hash of its content where build info records one. */
  sum: string | undefined;
  /** What it is replaced by; a path without a version is a directory, as written in go.mod. */
  replace: { path: string; version: string | undefined; sum: string | undefined } | undefined;
}

/** A module that a host is built of, as its build info (or its go.mod) names it. */
export interface HostModule extends RecordedModule {
  /**
   * The directory that file positions of its packages record: absolute; `module@version` (or the module path alone,
   * for a main module) where -trimpath was on; undefined where the file table tells none. From go.mod alone, where the
   * go command has it here.
   */
  dir: string | undefined;
}

export interface HostInfo {
  /**
   * `binary`: everything is known. `manifest`: all of that, published by `gorename-plugin host`. `module`: a directory
   * with the host's go.mod, which tells versions but no hashes and no settings.
   */
  source: 'binary' | 'manifest' | 'module';
  /** Absolute path of what was read. */
  path: string;
  /** e.g. `go1.26.8`, or `go1.26.8 X:nodwarf5`; empty where it is not known: from go.mod alone. */
  goVersion: string;
  /** From go.mod alone, goos and goarch are those of the go command here. */
  goos: string;
  goarch: string;
  /** Import path of the host's main package; empty where it is not recorded. */
  main: string;
  mainModule: HostModule | undefined;
  /** All other modules, by path. */
  modules: Map<string, HostModule>;
  /** The file table shows -trimpath; also without build info. Undefined where nothing tells. */
  trimmed: boolean | undefined;
  /** Build settings by their names in build info (`-trimpath`, `CGO_ENABLED`, `GOAMD64`, …). */
  settings: Map<string, string>;
  /** Import paths of all that is linked, the standard library included, main left out; empty for one that loads no plugins. */
  packages: Set<string>;
  /** Import path (main is `main`) → the hash that plugin.Open compares, as hex; undefined where only versions are known. */
  packageHashes: Map<string, string> | undefined;
  /** It imports `plugin` and is dynamically linked; undefined where only versions are known. */
  loadsPlugins: boolean | undefined;
  /** Names of the C functions and variables that its dynamic symbol table defines, those of every Go program left out. */
  cSymbols: Set<string>;
  /** Shared libraries that it asks for (NEEDED). */
  needed: string[];
  /** The highest glibc symbol version that it asks for, e.g. `2.34`. */
  glibc: string | undefined;
  /** The C library that it is linked with; undefined where it has none, has another one, or nothing tells. */
  cLibrary: CLibrary | undefined;
}
