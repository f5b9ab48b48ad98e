/** What the go command reports about a plugin's build: the output of golist/, read by every later stage. */

export interface GoModule {
  /** Module path as in the build list, e.g. `github.com/tidwall/gjson`. */
  path: string;
  /** Version in the build list; undefined for main modules and unversioned replacements. */
  version: string | undefined;
  /** Path of the module that replaces it, or directory as written. */
  replacement: string | undefined;
  /** Absolute directory that its packages are compiled from (module cache, replacement, vendor or the user's tree). */
  dir: string;
  /** The `go` line, e.g. `1.20`; undefined if go.mod has none (Go then takes 1.16). */
  goVersion: string | undefined;
  /** Whether it is one of the user's main modules (go.work allows several). */
  main: boolean;
  /** Whether the user edits its directory: it is a main module or a replacement by a local directory. */
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
  /** Assembly (for Go's assembler, or for the C compiler if the package uses cgo). */
  asm: string[];
  /** Headers next to the package. */
  headers: string[];
  /** C, C++, Objective-C, Fortran, SWIG sources and .syso objects. */
  native: string[];
  /** Files matched by //go:embed, slash-separated. */
  embed: string[];
  /** Test files, and files that only they embed; empty unless tests were requested. */
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
  /** The Go files that were named, if not all of the directory was meant: build constraints do not apply to them. */
  mainFiles?: readonly string[] | undefined;
  packages: Map<string, GoPackage>;
  modules: Map<string, GoModule>;
  /**
   * All GODEBUG defaults of a program with this main package: they follow from go lines, godebug lines and //go:debug
   * directives. Empty before go1.23, because no file of the work tree could hold them.
   */
  godebug: GodebugSetting[];
}

/** The go command's settings in the plugin's directory; go.mod's toolchain line is already applied. */
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
  /** GOFLAGS as the go command reports it, including the user's configuration file. */
  goflags: string;
  /** go.mod of the main module, or undefined outside a module. */
  goMod: string | undefined;
  /** The go.work that applies, or undefined. */
  goWork: string | undefined;
  /** Every variable of `go env`, for hashing and messages. */
  env: Record<string, string>;
  /** Variables for every go command of the build, instead of the user's: the host's settings require them. */
  overrides: Record<string, string>;
}

/** One `key=value` of GODEBUG. */
export interface GodebugSetting {
  key: string;
  value: string;
}
