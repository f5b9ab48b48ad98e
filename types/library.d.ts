/* Written by scripts/library-types.ts: run `npm run generate`. */

/**
 * Texts, numbers and source positions in the documents that the program prints, and what each may be. The tags are keywords of JSON Schema:
 * `npm run generate` writes schema/ from the types of the documents.
 */
/**
 * @minLength 1
 */
type Text = string;
/**
 * An import path or a module path.
 * @pattern ^\S+$
 */
type ImportPath = string;
/**
 * @pattern ^/
 */
type AbsolutePath = string;
/**
 * Version of a module.
 * @pattern ^v
 */
type ModuleVersion = string;
/**
 * First element of import paths.
 * @pattern ^\w+$
 */
type Prefix = string;
/**
 * The hash of a package, which plugin.Open compares.
 * @pattern ^([0-9a-f]{2})+$
 */
type PackageHash = string;
/**
 * A line or a column.
 * @asType integer
 * @minimum 1
 */
type Ordinal = number;
/**
 * @asType integer
 * @minimum 0
 */
type Count = number;
/** A place in the user's (or a dependency's) original sources. */
interface Position {
  /** Absolute path; in the plan of a built file, relative to the module: `module/main.go`. */
  file: Text;
  line: Ordinal;
  column: Ordinal;
}

/** `error`: the plugin will not work, and nothing is written to the output. `warning`: it may not. */
type Severity = 'error' | 'warning';

/** Host and plugin both define variables that the address sanitizer expects only once. */
interface AsanOdrViolation {
  kind: 'asan-odr-violation';
  host: Text;
}

/** The names of the original modules do not fit into the place that the linker has made for build info. */
interface BuildInfoRenamed {
  kind: 'build-info-renamed';
}

/** The C libraries that programs on Linux are linked with; files that are linked with different ones are not compatible. */
declare const C_LIBRARIES: readonly ['glibc', 'musl'];
type CLibrary = (typeof C_LIBRARIES)[number];

/** A process can have only one C library, but this plugin is (or will be) linked with a different one than its host. */
interface CLibraryDiffers {
  kind: 'c-library-differs';
  hostCLibrary: CLibrary;
  pluginCLibrary: CLibrary;
  /** The C compiler that will link the plugin, as CC names it; undefined for a plugin that is already linked. */
  compiler: Text | undefined;
  /** Absolute path of the plugin, if there are several. */
  file?: AbsolutePath | undefined;
  /** A compiler that links with the host's C library, and its Debian package, if there is one. */
  suggestedCompiler: Text;
  debianPackage: Text | undefined;
}

/** The dynamic linker can see a C symbol of a renamed package, so another copy of it may be used instead. */
interface CSymbolExposed {
  kind: 'c-symbol-exposed';
  cSymbol: Text;
  /** The user's linker script decides what is exported. */
  userScript: boolean;
}

/** Data that several kinds of findings have in common. */

/** Who already brought something into the process: the host, or a plugin opened earlier. */
interface Owner {
  /** Absolute path of the host (or its manifest, or its directory), or `MODULE@VERSION`; or the path of the earlier plugin. */
  owner: Text;
  ownerKind: 'host' | 'plugin';
}
/** A package that differs between the plugin and the host (or an earlier plugin). */
interface DifferingPackage {
  /** Original import path, and module path; empty for the standard library, and if it is not recorded. */
  importPath: ImportPath;
  module: string;
  /** How they differ: versions, directories; empty if nothing is known. */
  ownerValue: string;
  pluginValue: string;
}
/** A setting that packages were compiled with: flag or variable as build info names it, or `Go version`. */
interface DifferingSetting {
  setting: Text;
  /** Empty if it is not set. */
  ownerValue: string;
  pluginValue: string;
}
/** A use of a library's state by the plugin's own code. */
interface CutOffUse {
  /** Original import path of the library, and what the plugin's own code names of it. */
  importPath: ImportPath;
  name: Text;
  state: 'context-read' | 'context-write' | 'global-read' | 'global-write' | 'error' | 'type';
  /** The key of a context, the variable, or the type, as `path.name`. */
  through: Text;
}

/** C symbols that both define: the dynamic linker binds the plugin's calls to the first definitions. */
interface CSymbolShared extends Owner {
  kind: 'c-symbol-shared';
  /** @minItems 1 */
  cSymbols: Text[];
}

/** The plugin's own code uses state of a library, in a private copy; the host has the library as well. */
interface CutOffState extends CutOffUse {
  kind: 'cut-off-state';
  position: Position;
}

/** A plugin shares packages with one that was refused: the garbage collector does not know their variables. */
interface DependsOnRefused extends Owner {
  kind: 'depends-on-refused';
  /** @minItems 1 */
  importPaths: ImportPath[];
}

/** A renamed package registers with a shared package what the host's copy, a different version, has already registered. */
interface DuplicateRegistration {
  kind: 'duplicate-registration';
  importPath: ImportPath;
  position: Position;
  /** The kept package, and the function. */
  statePackage: ImportPath;
  name: Text;
  pluginVersion: Text;
  hostVersion: Text;
}

/** An exported symbol exposes a renamed type: the host's type assertion on it will fail. */
interface ExportedRenamedType {
  kind: 'exported-renamed-type';
  symbol: Text;
  symbolKind: 'func' | 'var';
  /** In the plan of a built file, relative to the module: `module/main.go`. */
  position: Position;
  /** Original import path of the type's package, and the type's name. */
  importPath: ImportPath;
  typeName: Text;
  /** Local types between the symbol and the type. */
  via: Text[];
  /** Whether the host has the package, so that it could be shared; undefined without a host. */
  inHost?: boolean | undefined;
}

/** The host cannot look anything up in the plugin: only its init functions run. */
interface ExportsNothing {
  kind: 'exports-nothing';
  /** Absolute. */
  file: AbsolutePath;
}

/** The process ended while loading the plugin, or shortly after. */
interface FatalError {
  kind: 'fatal-error';
  file: AbsolutePath;
  /** It had not loaded the plugin yet. */
  loading: boolean;
  /** How it ended, and what it said: `exit code 2: fatal error: stack overflow`. */
  errorText: Text;
}

/** With -trimpath in -gcflags, packages with cgo record a random directory, so no two builds are equal. */
interface GcflagsTrimpath extends Owner {
  kind: 'gcflags-trimpath';
  /** The value of -gcflags. */
  gcflags: Text;
  /**
   * Import paths that differ, or will.
   * @minItems 1
   */
  importPaths: ImportPath[];
}

/** The plugin requires a newer glibc than its host does: the host's system may have it. */
interface GlibcNewerThanHost {
  kind: 'glibc-newer-than-host';
  pluginGlibc: Text;
  hostGlibc: Text;
}

/** The plugin requires a newer glibc than the host's system has. */
interface GlibcTooNew {
  kind: 'glibc-too-new';
  pluginGlibc: Text;
  availableGlibc: Text;
}

/** A file has syntax that the parser does not support, so it is not certain what a name means. */
interface GlobalStateUnclear {
  kind: 'global-state-unclear';
  position: Position;
  statePackage: ImportPath;
  name: Text;
  /** It was treated as the package; if false, as a local name, and not changed. */
  taken: boolean;
}

/** The process crashes in plugin.Open: Go versions lay out their tables differently. */
interface GoVersionDiffers {
  kind: 'go-version-differs';
  /** Empty if it is not recorded: an obfuscated host. */
  hostGoVersion: string;
  /** Empty if it is not recorded: older than go1.22. */
  pluginGoVersion: string;
}

/** This host cannot load plugins. */
interface HostCannotLoadPlugins {
  kind: 'host-cannot-load-plugins';
  /** Absolute path, or `MODULE@VERSION`. */
  host: Text;
  /** What its build info and headers show; `other`: it does not import plugin, or was linked internally. */
  cause: 'CGO_ENABLED=0' | 'static' | 'c-archive' | 'other';
}

/** The host is a c-shared library: a plugin is bound to its symbols only if it is opened with RTLD_GLOBAL. */
interface HostIsLibrary {
  kind: 'host-is-library';
  /** Absolute path, or `MODULE@VERSION`. */
  host: Text;
}

/** The host replica differs from the host. */
interface HostReplicaDiffers {
  kind: 'host-replica-differs';
  /** Absolute path, or `MODULE@VERSION`. */
  host: Text;
  /** Import paths of packages with other hashes than the host's. */
  differing: Text[];
  /** Import paths of the host's packages that the replica does not have. */
  missing: Text[];
  /** Known causes of the differences, a clause each. */
  reasons: Text[];
}

/** A setting of the host that builds do not adopt, such as link flags: it could run programs. */
interface HostSettingIgnored {
  kind: 'host-setting-ignored';
  /** `-ldflags`, `CGO_LDFLAGS`. */
  setting: Text;
  /** The host's value, and the first flag of it that is not known to be harmless. */
  hostValue: Text;
  part: Text;
}

/** The host was built with a different setting than the user has chosen. */
interface HostSettingOverridden {
  kind: 'host-setting-overridden';
  /** Flag or variable: `-trimpath`, `GOAMD64`, `GOTOOLCHAIN`. */
  setting: Text;
  /** The host's value, and the one that is used. */
  hostValue: string;
  pluginValue: string;
}

/** Packages of the host's own modules were compiled from different source than the host's. */
interface HostSourceDiffers {
  kind: 'host-source-differs';
  /** @minItems 1 */
  importPaths: ImportPath[];
  /** Path of their module. */
  module: ImportPath;
  /** Absolute directory that they were compiled from; undefined if it is not known. */
  sourceDir: AbsolutePath | undefined;
  /** The revision that the host was built at, and the directory; undefined if it records none. */
  revision: Text | undefined;
  hostDir: Text | undefined;
}

/** An init function, or the initialization of a variable, panicked. */
interface InitPanic {
  kind: 'init-panic';
  file: AbsolutePath;
  /** The panic's value as the runtime prints it. */
  errorText: string;
}

/** --keep names packages of the host that the plugin does not import, so it has no effect. */
interface KeepUnused {
  kind: 'keep-unused';
  pattern: Text;
}

/** Shared libraries that the plugin needs and the host does not: the host's system may not have them. */
interface LibraryNotInHost {
  kind: 'library-not-in-host';
  /** @minItems 1 */
  sonames: Text[];
}

/** Symbolic links are not copied with their module, because they point outside of it. */
interface LinksLeftOut {
  kind: 'links-left-out';
  /** Path of a module that is copied whole. */
  module: ImportPath;
  /**
   * Absolute paths of its symbolic links that point outside of it; sorted.
   * @minItems 1
   */
  links: AbsolutePath[];
}

/** A planned package is not in the built file, so the file cannot be verified. */
interface MissingPackage {
  kind: 'missing-package';
  builtAs: ImportPath;
  importPath: ImportPath;
}

/** The plugin's own code registers global state, which a second build of the plugin would register again. */
interface OwnRegistration {
  kind: 'own-registration';
  position: Position;
  statePackage: ImportPath;
  name: Text;
  /** The consequence. */
  reason: Text;
}

/** plugin.Open will refuse the plugin: the process already has different builds of these packages. */
interface PackagesDiffer extends Owner {
  kind: 'packages-differ';
  /**
   * `version`: a different version, or a different replacement; `source`: built from a local directory, so versions
   * cannot be compared; `directory`: compiled in a different directory, and source positions are part of a package;
   * `import`: they import packages that differ; `unknown`: the files do not record the reason.
   */
  cause: 'version' | 'source' | 'directory' | 'import' | 'unknown';
  /** @minItems 1 */
  packages: DifferingPackage[];
  /** What is not recorded, a clause each; only for `unknown`. */
  unrecorded: Text[];
}

/** The plan in a built file does not match the file. */
interface PlanContradicted {
  kind: 'plan-contradicted';
  /** Absolute. */
  file: AbsolutePath;
  /**
   * A clause each.
   * @minItems 1
   */
  reasons: Text[];
}

/** The dynamic linker refuses files for another platform. */
interface PlatformDiffers {
  kind: 'platform-differs';
  /** `linux/amd64` */
  hostPlatform: Text;
  pluginPlatform: Text;
}

/** plugin.Open loads each plugin path, and each file, only once. */
interface PluginAlreadyLoaded extends Owner {
  kind: 'plugin-already-loaded';
  pluginPath: string;
  /** `path`: another file with its plugin path; `file`: the same file under another name; `refused`: it was refused. */
  cause: 'path' | 'file' | 'refused';
}

/** Several plugins have one copy of a package in a process, and at least one of them changes a variable of it. */
interface PluginsShareState {
  kind: 'plugins-share-state';
  /** Original import path of the package that declares the variable, and the variable. */
  statePackage: ImportPath;
  variable: Text;
  /**
   * Absolute files of the plugins that share it.
   * @minItems 2
   */
  files: AbsolutePath[];
  /**
   * How they change it.
   * @minItems 1
   */
  changes: {
    /** Absolute file of the plugin. */
    plugin: AbsolutePath;
    importPath: ImportPath;
    name: Text;
    method: Text | null;
    /** The file is relative to its module. */
    position: Position;
  }[];
  /** The package is also the host's. */
  withHost: boolean;
  /** The value of --prefix that separates them; null if plugins have the same name. */
  prefixTemplate: Text | null;
}

/** The plugin has private copies of packages of the host's main module, as requested by --keep none. */
interface PrivateHostPackage {
  kind: 'private-host-package';
  /** @minItems 1 */
  importPaths: ImportPath[];
}

/** A plugin that exports nothing registers something in its own private copy of a package. */
interface PrivateRegistration {
  kind: 'private-registration';
  position: Position;
  /** Original import path of the package, and the function that is called. */
  statePackage: ImportPath;
  name: Text;
  /** The kind for --no-isolate, if this is global state of the standard library. */
  isolation: Text | undefined;
}

/** plugin.Open returned an error. */
interface ProbeRefused {
  kind: 'probe-refused';
  /** Absolute. */
  file: AbsolutePath;
  /** The error's text. */
  errorText: Text;
  /** Absolute path or `MODULE@VERSION` of the host that was replicated; undefined if the process only has the standard library. */
  host: Text | undefined;
}

/** The plugin did not load within the time limit. */
interface ProbeTimeout {
  kind: 'probe-timeout';
  file: AbsolutePath;
  /** @exclusiveMinimum 0 */
  seconds: number;
}

/** Profile-guided optimisation recompiles the standard library, so that it differs from the host's. */
interface ProfileUsed {
  kind: 'profile-used';
  profile: Text;
}

/** The address sanitizer must be loaded when the process starts. */
interface SanitizerNotInHost {
  kind: 'sanitizer-not-in-host';
  host: Text;
}

/** plugin.Open will refuse the plugin: packages were compiled with different flags, variables or Go version. */
interface SettingsDiffer extends Owner {
  kind: 'settings-differ';
  /** @minItems 1 */
  settings: DifferingSetting[];
  /**
   * Import paths, the standard library's among them.
   * @minItems 1
   */
  importPaths: ImportPath[];
  standard: Count;
  /** A command with the flags and variables of what is loaded. */
  command: Text;
}

/** A shared library is linked by name: a process has one library of a name, the one that is loaded first. */
interface SharedCLibrary {
  kind: 'shared-c-library';
  /** As the built file names it: `libz.so.1`. */
  soname: Text;
  /** Absolute path of the file that the plugin was linked with. */
  linkedFile: AbsolutePath;
  /** The version in that file's name: `1.3.1`. */
  libraryVersion: Text | undefined;
  /** Original import paths of the packages that link it. */
  importPaths: ImportPath[];
}

/** The initialization of a third-party package changes global state of the standard library. */
interface SharedGlobalState {
  kind: 'shared-global-state';
  position: Position;
  /** The package that changes it. */
  importPath: ImportPath;
  statePackage: ImportPath;
  name: Text;
  /** The consequence. */
  reason: Text;
}

/** The plugin's own code registers something in a package that it shares with its host. */
interface SharedRegistration {
  kind: 'shared-registration';
  position: Position;
  /** What the code names: original import path, name, and the method that is called on that. */
  importPath: ImportPath;
  name: Text;
  method: Text | null;
  /** What it is registered in: original import path of the package that declares the variable, and the variable. */
  statePackage: ImportPath;
  variable: Text;
}

/** The plugin's own code is compiled against an older version of a shared module than go.mod requires. */
interface SharedVersionOlder {
  kind: 'shared-version-older';
  module: ImportPath;
  pluginVersion: Text;
  hostVersion: Text;
  /** Renamed dependencies have their own copy of the plugin's version. */
  copied: boolean;
  /** No renamed dependency uses it. */
  alone: boolean;
}

/** The built file contains a package that is not in the plan: the host may refuse the file. */
interface UnplannedPackage {
  kind: 'unplanned-package';
  builtAs: ImportPath;
  /** The new path, if the plan renames this package: the file then contains an unrenamed copy. */
  plannedAs: ImportPath | undefined;
}

/** Only module versions of this host are known, not its compiled packages. */
interface VersionsOnly {
  kind: 'versions-only';
  host: Text;
}

/** Everything that the tool reports about a plugin, as data. */
type Finding =
  | AsanOdrViolation
  | BuildInfoRenamed
  | CLibraryDiffers
  | CSymbolExposed
  | CSymbolShared
  | CutOffState
  | DependsOnRefused
  | DuplicateRegistration
  | ExportedRenamedType
  | ExportsNothing
  | FatalError
  | GcflagsTrimpath
  | GlibcNewerThanHost
  | GlibcTooNew
  | GlobalStateUnclear
  | GoVersionDiffers
  | HostCannotLoadPlugins
  | HostIsLibrary
  | HostReplicaDiffers
  | HostSettingIgnored
  | HostSettingOverridden
  | HostSourceDiffers
  | InitPanic
  | KeepUnused
  | LibraryNotInHost
  | LinksLeftOut
  | MissingPackage
  | OwnRegistration
  | PackagesDiffer
  | PlanContradicted
  | PlatformDiffers
  | PluginAlreadyLoaded
  | PluginsShareState
  | PrivateHostPackage
  | PrivateRegistration
  | ProbeRefused
  | ProbeTimeout
  | ProfileUsed
  | SanitizerNotInHost
  | SettingsDiffer
  | SharedCLibrary
  | SharedGlobalState
  | SharedRegistration
  | SharedVersionOlder
  | UnplannedPackage
  | VersionsOnly;

/** Everything that the tool reports about a plugin, as data; findingText.ts formats it. */

type FindingKind = Finding['kind'];

/** What is known about the program that will load a plugin: the output of host/, read by plan/ and check/. */

/** A module as build info names it. */
interface RecordedModule {
  path: string;
  /** Undefined if a main module was built from a directory. */
  version: string | undefined;
  /** `h1:` hash of its content, if build info records one. */
  sum: string | undefined;
  /** Its replacement; a path without a version is a directory, as written in go.mod. */
  replace:
    | {
        path: string;
        version: string | undefined;
        sum: string | undefined;
      }
    | undefined;
}
/** A module of the host's build, as its build info (or its go.mod) names it. */
interface HostModule extends RecordedModule {
  /**
   * The directory that source positions of its packages record. It is absolute; with -trimpath it is `module@version`, or
   * the module path alone for a main module. Undefined if the file table does not show it. If only go.mod is known, it
   * is the directory in which the go command finds the module on this machine.
   */
  dir: string | undefined;
}
interface HostInfo {
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

/** Kinds of process-global state that are made private to the plugin: the names for `--no-isolate`. */
declare const ISOLATION_KINDS: readonly [
  'c',
  'sql',
  'flag',
  'expvar',
  'http',
  'pprof',
  'gob',
  'zip',
  'x509',
  'image',
];
type IsolationKind = (typeof ISOLATION_KINDS)[number];
/** Those in the standard library. */
type StateKind = Exclude<IsolationKind, 'c'>;

/** The core data structure: one entry for each package of the build, with a decision and the reason for it. */

/**
 * `rename`: built under the prefix, from the plugin's module version. `isolate`: renamed, and its C symbols are made
 * private to the plugin, since the dynamic linker does not know import paths. `keep`: the original path, as in the host.
 * `split`: both; kept for the plugin's own code and renamed for its dependencies.
 */
type Decision = 'rename' | 'isolate' | 'keep' | 'split';

/** The plan that a built plugin carries in an extra section: the output of app/, read by check/, probe/ and trace. */

/** Version of the format; schema/plan.schema.json describes it. */
declare const PLAN_VERSION = 1;
/** It contains no paths of this machine, and equal inputs give equal bytes. */
interface PluginPlan {
  /** Version of this format. */
  formatVersion: typeof PLAN_VERSION;
  /** Import path of the main package before and after. */
  main: BuiltPath;
  /** Sorted by path; a module that is both shared and renamed appears twice. */
  modules: PlanModule[];
  /** Every package outside the standard library, sorted. */
  packages: PlanPackage[];
  /** Renamed types that exported functions and variables expose. */
  exposes: ExposedType[];
  /** How the plugin's own code changes state of third-party packages, which other plugins may share. */
  changes: StateChange[];
  /** The C functions and variables of shared packages. */
  sharedC: {
    importPath: Text;
    cSymbols: Text[];
  }[];
  /** Directories of source positions → their names in a plain build. */
  directories: Record<string, Text>;
  /** The findings that were reported before linking. */
  findings: {
    kind: Text;
    severity: 'error' | 'warning';
    message: Text;
    advice: string;
  }[];
}
interface PlanModule {
  path: Text;
  /** Null for modules in the user's directories. */
  version: Text | null;
  /** `h1:` hash of its content, if go.sum contains it. */
  sum: Text | null;
  /** Path of the module that replaces it. */
  replacement: Text | null;
  /** Whether it has the host's version and its original path. */
  shared: boolean;
}
/** A package as the user knows it, and as it is in the file. */
interface BuiltPath {
  /** Original import path. */
  importPath: ImportPath;
  /** The import path in the built file. */
  builtAs: ImportPath;
}
interface PlanPackage extends BuiltPath {
  /** Module path. */
  module: ImportPath;
  decision: Decision;
  /** One sentence. */
  reason: Text;
}
interface ExposedType {
  symbol: Text;
  symbolKind: 'func' | 'var';
  /** Original import path of the type's package, and the type's name. */
  importPath: Text;
  typeName: Text;
  /** Local types on the path from the symbol to the type. */
  via: Text[];
  /** Where the symbol is declared. */
  position: Position;
}
/** The plugin's own code changes a variable of a third-party package. */
interface StateChange {
  /** Original import path of the package that the code names, what it names of it, and the method that it calls on that. */
  importPath: ImportPath;
  name: Text;
  method: Text | null;
  /** Original import path of the package that declares the variable, and the variable. */
  statePackage: ImportPath;
  variable: Text;
  /** Whether an element is added to the variable: a second one of the same name conflicts with it. */
  registers: boolean;
  /** Original import path of the package that contains the code. */
  user: ImportPath;
  position: Position;
}

/**
 * `loads`: plugin.Open returns the plugin. `refused`: it returns an error. `crashes`: it does not return, the process
 * dies. `not-reached`: the process has died before. `unknown`: only versions were compared.
 */
type Verdict = 'loads' | 'refused' | 'crashes' | 'not-reached' | 'unknown';

/** A part of a command whose time is shown. */
type Stage = 'load' | 'read' | 'isolate' | 'plan' | 'write' | 'build' | 'verify';

/** What --json prints. `npm run generate` writes schema/ from these types and their comments. */

/** A finding; `gorename-plugin help KIND` shows the page of its kind. */
type FindingDocument = Finding & FindingTexts;
interface FindingTexts {
  /** With --strict, every finding that is not allowed is an error. */
  severity: Severity;
  /** Whether --allow names its kind: then it does not change the exit code. */
  allowed: boolean;
  /** One line: what and where. */
  message: Text;
  /** One line: why it matters; the same for each finding of a kind. */
  why: Text;
  /** One line: what to do about it. */
  advice: Text;
}
/** Exit code 2: the command failed. */
interface FailureDocument {
  /** Version of this format. */
  formatVersion: 1;
  error: {
    message: Text;
    /** What to do about it. */
    advice: Text | null;
  };
}
/** Exit code 1: findings that are known before anything is done; nothing was written. */
interface RefusalDocument {
  /** Version of this format. */
  formatVersion: 1;
  /** @minItems 1 */
  findings: FindingDocument[];
}
/** The result of `build`. */
interface BuildDocument {
  /** Version of this format. */
  formatVersion: 1;
  /** The built file; null if nothing was written there: with --dry-run, and after a finding of severity error. */
  output: AbsolutePath | null;
  /** First path element of the renamed dependencies; with `{closure}`, each has a separate prefix, and this is the one in ownPrefix. */
  prefix: Prefix;
  /** First path element of the plugin's own packages. */
  ownPrefix: Prefix;
  /** The main package; builtAs is the plugin path. */
  main: BuiltMain;
  /**
   * Every package of the build outside the standard library.
   * @minItems 1
   */
  packages: (RenamedPackage | SharedPackage)[];
  /** Where renamed packages use global state of the standard library that is private to the plugin. */
  isolated: IsolatedUseDocument[];
  findings: FindingDocument[];
  /** Milliseconds that each stage took. */
  timings: Timings;
}
interface BuiltMain extends BuiltPath {
  /**
   * The .go files on the command line, if the plugin does not consist of a directory.
   * @minItems 1
   */
  files?: readonly Text[];
}
interface BuiltPackage extends BuiltPath {
  /** Module path. */
  module: ImportPath;
  /** Version of the module that the plugin requires; null for main modules, for local replacements without a version, and for modules that only the host has. */
  version: ModuleVersion | null;
  /** One sentence for people. */
  reason: Text;
}
interface RenamedPackage extends BuiltPackage {
  /** isolate: renamed, with private C symbols. */
  decision: 'rename' | 'isolate';
}
interface SharedPackage extends BuiltPackage {
  /** keep: under its own path. split: both; kept for the plugin's own code, and renamed for its dependencies. */
  decision: 'keep' | 'split';
  /** The host's version of the module, which is compiled under the package's own path; null if it has no version, or if the host does not have the package. */
  hostVersion: ModuleVersion | null;
}
interface IsolatedUseDocument {
  position: Position;
  /** Original import path of the package that it is in. */
  importPath: ImportPath;
  /** The standard library's package. */
  statePackage: ImportPath;
  /** The function or variable that is used. */
  name: Text;
  /** The name for --no-isolate. */
  isolation: StateKind;
  reason: Text;
}
/** Milliseconds by stage. */
type Timings = {
  [Key in Stage]?: Count;
};
/** The result of `verify`. */
interface VerifyDocument {
  /** Version of this format. */
  formatVersion: 1;
  /** Absolute path, or `MODULE@VERSION`, of what --host names; null without --host. */
  host: Text | null;
  /** What it is; module: a directory with go.mod, or a module; only versions are known of both. */
  hostKind: HostInfo['source'] | null;
  /** Empty if it is not known. */
  hostGoVersion: string | null;
  /**
   * In the order of the command line.
   * @minItems 1
   */
  plugins: InspectionDocument[];
  /** What concerns several plugins. */
  findings: FindingDocument[];
}
/** What a built plugin consists of. */
interface InspectionDocument {
  file: AbsolutePath;
  /** Go version that it was built with, for example go1.26.8; empty if the file does not record it. */
  goVersion: string;
  /** The path by which plugin.Open identifies it: a second plugin with the same path cannot be loaded. */
  pluginPath: string;
  /** First path element of the renamed dependencies; null if nothing was renamed. */
  prefix: Prefix | null;
  /**
   * Every package, including the standard library's.
   * @minItems 1
   */
  packages: InspectedPackageDocument[];
  /** Symbols that plugin.Lookup finds. */
  exports: ExportedSymbolDocument[];
  /** What its plan says, if that agrees with the file; null without a plan. */
  plan: PluginPlan | null;
  /** How its plan contradicts the file. */
  findings: FindingDocument[];
  /** What plugin.Open will do with it, after the plugins before it; null without --host. */
  prediction: PredictionDocument | null;
}
interface ExportedSymbolDocument {
  symbol: Text;
  symbolKind: 'func' | 'var';
}
/** builtAs is equal to importPath if the package was not renamed. */
interface InspectedPackageDocument extends BuiltPath {
  /** Module path; null for the standard library. */
  module: ImportPath | null;
  /** Version of the module; null for the standard library and for modules without one. */
  version: ModuleVersion | null;
  hash: PackageHash;
}
interface PredictionDocument {
  verdict: Verdict;
  /** Import paths, as in the file, of all packages that differ. */
  differing: Text[];
  findings: FindingDocument[];
}

declare const BUILD_MODES: readonly ['plugin', 'c-shared', 'c-archive', 'exe'];
type BuildMode = (typeof BUILD_MODES)[number];

/** Options of every function. */
interface CallOptions {
  /** Directory that relative paths start from, also in messages. Default: `process.cwd()`. */
  cwd?: string | undefined;
  /** The environment of the go command and of all other programs, instead of `process.env` at the time of the call. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Stops the call: it ends the programs that it runs, removes its temporary files, and rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Kinds of findings that are accepted, as `--allow`. */
  allow?: readonly FindingKind[] | undefined;
  /** Whether all other warnings are errors, as `--strict`. */
  strict?: boolean | undefined;
}

/** Options of `buildPlugin`. Each has the name of an option of `gorename-plugin build`, in camelCase, and its meaning. */
interface BuildPluginOptions extends CallOptions {
  /** Directory of the plugin's main package. Default: `cwd`. */
  dir?: string | undefined;
  /** Output file, or a directory (ending in `/`). Default: `NAME.so` in `cwd`, as `go build` names it. */
  output?: string | undefined;
  /** The program that will load the plugin: its binary, its manifest, the directory of its go.mod, or `MODULE@VERSION`. */
  host?: string | undefined;
  /** Source directory of the host's main module, if the plugin's build does not find it. */
  hostSrc?: string | undefined;
  /** Patterns of packages to share with the host; `none`: share only what the other patterns name. */
  keep?: readonly string[] | undefined;
  /** `conflicts`: rename only packages whose version differs from the host's. Default: `all`. */
  rename?: 'all' | 'conflicts' | undefined;
  /** Flags for `go build`, a word each: `['-trimpath', '-tags', 'prod']`. */
  goFlags?: readonly string[] | undefined;
  /** First element of renamed import paths. Default: `t_{time}_{hash}`. */
  prefix?: string | undefined;
  /** As in `go help buildmode`. Default: `plugin`. */
  buildmode?: BuildMode | undefined;
  /** The modules that scanners read from the output. Default: `original`. */
  buildInfo?: 'original' | 'renamed' | undefined;
  /** Kinds of global state that are not isolated. */
  noIsolate?: 'all' | readonly IsolationKind[] | undefined;
  /** Whether the plugin's own packages are isolated as well. */
  isolateOwn?: boolean | undefined;
  /** Maximum number of parallel jobs. Default: the number of processors. */
  jobs?: number | undefined;
  /** Directory for renamed sources, kept between builds. Default: the one of the command. */
  workDir?: string | undefined;
  /** Whether to write nothing: the result is the plan, and the findings that are known without a build. */
  dryRun?: boolean | undefined;
  /** Called while the plugin is built. If it throws, the build stops and rejects with that. */
  onProgress?: ((event: BuildProgress) => void) | undefined;
}
/** What a build reports while it works. */
type BuildProgress =
  /** A stage begins. A stage can come again: after a change of a source, and if more has to be renamed. */
  | {
      type: 'stage';
      stage: Stage;
    }
  /** A package is compiled that is not in Go's build cache; `most` is the number of packages in the build. */
  | {
      type: 'package';
      importPath: string;
      most: number;
    }
  /** The go command says that it downloads something. */
  | {
      type: 'download';
      line: string;
    }
  /** What the command would print: settings of the host, what is shared with it, messages of compilers, a wait for another process. */
  | {
      type: 'message';
      text: string;
    };

/** What `--json` prints when a command ends with exit code 1 or 2. */
type ErrorDocument = BuildDocument | VerifyDocument | RefusalDocument | FailureDocument;
/** Why a call has no result: the command would have ended with exit code 1 (findings of severity error) or 2. */
declare class GorenameError extends Error {
  #private;
  readonly advice: string | undefined;
  readonly findings: readonly FindingDocument[];
  readonly name = 'GorenameError';
  /**
   * @param message - what happened, and where; of the first error if there are several.
   * @param advice - what to do about it.
   * @param findings - all findings, at least one of severity error; empty if something else has failed.
   * @param document - what `--json` prints in this case.
   */
  constructor(
    message: string,
    advice: string | undefined,
    findings: readonly FindingDocument[],
    document: ErrorDocument,
    options?: ErrorOptions,
  );
  /** What `--json` prints in this case. */
  get document(): ErrorDocument;
}

/** What `build --json` prints of a plugin that was written. `timings` is empty if it was up to date. */
interface PluginBuild extends BuildDocument {
  /** The built file, absolute. */
  output: string;
}
/** What `build --dry-run --json` prints: nothing was written. */
interface PluginDryRun extends BuildDocument {
  output: null;
}
/** Options of `verifyPlugin`. Each has the name of an option of `gorename-plugin verify`, and its meaning. */
interface VerifyPluginOptions extends CallOptions {
  /** A built plugin, or several; a host opens them in this order. */
  plugin: string | readonly string[];
  /** Predict plugin.Open: the program that will load them, as for `buildPlugin`. */
  host?: string | undefined;
  /** The glibc version of the host's system, as printed by `ldd --version`: `2.31`. */
  glibc?: string | undefined;
}
/**
 * Builds a plugin with renamed packages, and verifies the result, as `gorename-plugin build`. A plugin that is up to date is
 * not built again. `gorename.yaml` is not read.
 *
 * @returns what was built. There are warnings in `findings`, and errors only if `allow` names their kind.
 * @throws GorenameError if nothing was written: because of a finding of severity error, or because something failed. The
 *   reason of `signal`. What `onProgress` throws.
 */
declare function buildPlugin(
  options?: BuildPluginOptions & {
    dryRun?: false | undefined;
  },
): Promise<PluginBuild>;
/**
 * Plans a build, as `gorename-plugin build --dry-run`: nothing is compiled or written.
 *
 * @returns the plan, and what is known without a build. There are warnings in `findings`, and errors only if `allow` names
 *   their kind.
 * @throws GorenameError because of a finding of severity error, or because something failed; the former has the plan as its
 *   `document`. The reason of `signal`. What `onProgress` throws.
 */
declare function buildPlugin(
  options: BuildPluginOptions & {
    dryRun: true;
  },
): Promise<PluginDryRun>;
/**
 * The same if only the running program knows whether it is a dry run.
 *
 * @returns as above; `output` is null after a dry run.
 * @throws as above.
 */
declare function buildPlugin(options: BuildPluginOptions): Promise<PluginBuild | PluginDryRun>;
/**
 * Reads built plugins, as `gorename-plugin verify`: what they consist of, and with a host, what plugin.Open will do with them.
 *
 * @returns what `verify --json` prints.
 * @throws GorenameError if a finding has severity error: the host will not load a plugin, or a plugin is not what its plan
 *   says. Its `document` is what would have been returned. Also if something failed. The reason of `signal`.
 */
declare function verifyPlugin(options: VerifyPluginOptions): Promise<VerifyDocument>;

export { GorenameError, buildPlugin, verifyPlugin };
export type {
  BuildDocument,
  BuildMode,
  BuildPluginOptions,
  BuildProgress,
  BuiltMain,
  CallOptions,
  ErrorDocument,
  ExportedSymbolDocument,
  FailureDocument,
  Finding,
  FindingDocument,
  FindingKind,
  FindingTexts,
  InspectedPackageDocument,
  InspectionDocument,
  IsolatedUseDocument,
  IsolationKind,
  PluginBuild,
  PluginDryRun,
  PluginPlan,
  Position,
  PredictionDocument,
  RefusalDocument,
  RenamedPackage,
  Severity,
  SharedPackage,
  Stage,
  StateKind,
  Timings,
  Verdict,
  VerifyDocument,
  VerifyPluginOptions,
};
