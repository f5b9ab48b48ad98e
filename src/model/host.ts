/** What is known of the program that is to load a plugin: the output of host/, read by plan/ and verify/. */

/** A module that a host is built of, as its build info (or its go.mod) names it. */
export interface HostModule {
  path: string;
  /** Undefined for a main module built from a directory, and for a replacement by a directory. */
  version: string | undefined;
  /** `h1:` hash of its content where build info records one. */
  sum: string | undefined;
  /** What it is replaced by; a path without a version is a directory, as written in the host's go.mod. */
  replace: { path: string; version: string | undefined; sum: string | undefined } | undefined;
  /**
   * The directory that file positions of its packages record: absolute; `module@version` (or the module path alone,
   * for a main module) where -trimpath was on; undefined where the file table tells none.
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
  /** e.g. `go1.26.8`; empty where a binary records none. */
  goVersion: string;
  goos: string;
  goarch: string;
  /** Import path of the host's main package; empty where it is not recorded. */
  main: string;
  mainModule: HostModule | undefined;
  /** All other modules, by path. */
  modules: Map<string, HostModule>;
  /** Build settings by their names in build info (`-trimpath`, `CGO_ENABLED`, `GOAMD64`, …). */
  settings: Map<string, string>;
  /** Import paths of all that is linked, the standard library included, main left out. */
  packages: Set<string>;
  /** Import path -> the hash that plugin.Open compares, as hex; undefined where only versions are known. */
  packageHashes: Map<string, string> | undefined;
  /** It imports `plugin` and is dynamically linked; undefined where only versions are known. */
  loadsPlugins: boolean | undefined;
  /** Names of the C functions and variables that its dynamic symbol table defines. */
  cSymbols: Set<string>;
  /** Shared libraries that it asks for (NEEDED). */
  needed: string[];
  /** The highest glibc symbol version that it asks for, e.g. `2.34`. */
  glibc: string | undefined;
}
