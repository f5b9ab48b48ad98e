/** What the go command says of a plugin's build: the output of load/, read by every later stage. */

export interface GoModule {
  /** Module path as in the build list, e.g. `github.com/tidwall/gjson`. */
  path: string;
  /** Version in the build list; undefined for main modules and unversioned replacements. */
  version: string | undefined;
  /** Path of the module, or directory as written, that it is replaced by. */
  replacement: string | undefined;
  /** Absolute directory its packages are compiled from (module cache, replacement, vendor or the user's tree). */
  dir: string;
  /** The `go` line, e.g. `1.20`; undefined where go.mod has none (Go then takes 1.16). */
  goVersion: string | undefined;
  /** One of the user's own main modules (more than one under go.work). */
  main: boolean;
  /** Its directory is the user's to edit: a main module or a replacement by a local directory. */
  local: boolean;
}

/** File names of a package by what the go command does with them, relative to the package's directory. */
export interface PackageFiles {
  /** Go files of this build configuration, cgo ones included. */
  go: string[];
  /** The subset of `go` that imports "C". */
  cgo: string[];
  /** Go files of other systems or tags; copied by `rewrite` only. */
  ignoredGo: string[];
  /** Assembly (of Go's assembler, or of the C compiler when the package uses cgo). */
  asm: string[];
  /** Headers beside the package. */
  headers: string[];
  /** C, C++, Objective-C, Fortran, SWIG sources and .syso objects. */
  native: string[];
  /** Files matched by //go:embed, slash-separated. */
  embed: string[];
  /** Test files, and the embeds only they need; filled only when tests were asked for. */
  test: string[];
  testEmbed: string[];
}

export interface GoPackage {
  importPath: string;
  name: string;
  /** Absolute directory. */
  dir: string;
  standard: boolean;
  /** Path of its module; undefined for the standard library. */
  module: string | undefined;
  files: PackageFiles;
  /** Import paths after vendoring and test variants are resolved; "C" and "unsafe" included as written. */
  imports: string[];
}

export interface ModuleGraph {
  /** Import path of the plugin's main package. */
  main: string;
  /** The Go files that were named for it, where not all of its directory were meant: build constraints do not count then. */
  mainFiles?: readonly string[] | undefined;
  packages: Map<string, GoPackage>;
  modules: Map<string, GoModule>;
  /**
   * The GODEBUG defaults of a program built of main, all of them: what follows from go lines, godebug lines and
   * //go:debug directives. Empty before go1.23, where no file of the work tree could hold them.
   */
  godebug: GodebugSetting[];
}

/** The go command's settings where the plugin lies, after go.mod's toolchain line has been followed. */
export interface GoSettings {
  /** e.g. `go1.26.8`. */
  version: string;
  /** `version` as numbers for comparisons, e.g. 26 for go1.26.8; development versions count as the newest. */
  minor: number;
  /** Absolute path of the go command of that version. */
  command: string;
  goroot: string;
  goos: string;
  goarch: string;
  cgoEnabled: boolean;
  /** GOMODCACHE. */
  modCache: string;
  /** GOFLAGS as the go command reports it, user's configuration file included. */
  goflags: string;
  /** go.mod of the main module, or undefined outside a module. */
  goMod: string | undefined;
  /** go.work in force, or undefined. */
  goWork: string | undefined;
  /** Every variable of `go env`, for hashing and messages. */
  env: Record<string, string>;
  /** Variables that every go command of the build runs with, in place of the user's: what a host's settings ask for. */
  overrides: Record<string, string>;
}

/** One `key=value` of GODEBUG. */
export interface GodebugSetting {
  key: string;
  value: string;
}
