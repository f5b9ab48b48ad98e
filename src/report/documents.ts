/** What --json prints. `npm run generate` writes schema/ from these types and their comments. */

import type { Severity } from '../findings/defineFinding.js';
import type { Finding } from '../findings/finding.js';
import type {
  AbsolutePath,
  Commit,
  Count,
  FuncType,
  ImportPath,
  ModuleVersion,
  PackageHash,
  Position,
  Prefix,
  Target,
  Text,
} from '../model/documentValues.js';
import type { HostInfo } from '../model/host.js';
import type { StateKind } from '../model/isolation.js';
import type { BuiltPath, PluginPlan } from '../model/pluginPlan.js';
import type { Decision } from '../model/renamePlan.js';
import type { Verdict } from '../predict/prediction.js';
import type { PluginState } from '../probe/outcome.js';
import type { Stage } from '../model/progress.js';

/** What `build --json` and `rewrite --json` print: an array if several plugins are built. The last one may be a refusal or a failure. */
export type BuildOutput = BuildEntry | BuildEntries;

/**
 * In the order of the command line.
 * @minItems 2
 */
export type BuildEntries = BuildEntry[];

export type BuildEntry = BuildDocument | RewriteDocument | RefusalDocument | FailureDocument;

/** What `verify --json` prints. */
export type VerifyOutput = VerifyDocument | FailureDocument;

/** What `probe --json` prints. */
export type ProbeOutput = ProbeDocument | RefusalDocument | FailureDocument;

/** What `explain --json` prints. */
export type ExplainOutput = ExplainDocument | RefusalDocument | FailureDocument;

/** A finding; `gorename-plugin help KIND` shows the page of its kind. */
export type FindingDocument = Finding & FindingTexts;

export interface FindingTexts {
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
export interface FailureDocument {
  /** Version of this format. */
  formatVersion: 1;
  error: {
    message: Text;
    /** What to do about it. */
    advice: Text | null;
  };
}

/** Exit code 1: findings that are known before anything is done; nothing was written. */
export interface RefusalDocument {
  /** Version of this format. */
  formatVersion: 1;
  /** @minItems 1 */
  findings: FindingDocument[];
}

/** The result of `build`. */
export interface BuildDocument {
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

/** The result of `rewrite`; its output is the tree. */
export interface RewriteDocument extends BuildDocument {
  /**
   * A program and its arguments that build the tree; run it in `output`.
   * @minItems 3
   */
  command: string[];
  /** The makefile that runs the same command. */
  makefile: AbsolutePath;
}

export interface BuiltMain extends BuiltPath {
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

export interface RenamedPackage extends BuiltPackage {
  /** isolate: renamed, with private C symbols. */
  decision: 'rename' | 'isolate';
}

export interface SharedPackage extends BuiltPackage {
  /** keep: under its own path. split: both; kept for the plugin's own code, and renamed for its dependencies. */
  decision: 'keep' | 'split';
  /** The host's version of the module, which is compiled under the package's own path; null if it has no version, or if the host does not have the package. */
  hostVersion: ModuleVersion | null;
}

export interface IsolatedUseDocument {
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
export type Timings = { [Key in Stage]?: Count };

/** The result of `verify`. */
export interface VerifyDocument {
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
export interface InspectionDocument {
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

export interface ExportedSymbolDocument {
  symbol: Text;
  symbolKind: 'func' | 'var';
}

/** builtAs is equal to importPath if the package was not renamed. */
export interface InspectedPackageDocument extends BuiltPath {
  /** Module path; null for the standard library. */
  module: ImportPath | null;
  /** Version of the module; null for the standard library and for modules without one. */
  version: ModuleVersion | null;
  hash: PackageHash;
}

export interface PredictionDocument {
  verdict: Verdict;
  /** Import paths, as in the file, of all packages that differ. */
  differing: Text[];
  findings: FindingDocument[];
}

/** The result of `probe`. */
export interface ProbeDocument {
  /** Version of this format. */
  formatVersion: 1;
  /** Absolute path, or `MODULE@VERSION`, of what --host names; null without --host. */
  host: Text | null;
  /**
   * In the order of the command line, which is also the order of loading.
   * @minItems 1
   */
  plugins: ProbedPluginDocument[];
  findings: FindingDocument[];
}

export interface ProbedPluginDocument {
  file: AbsolutePath;
  /** Go version that it was built with; empty if the file does not record it. */
  goVersion: string;
  /** The path by which plugin.Open identifies it. */
  pluginPath: string;
  /** not-reached: the process ended before this plugin. */
  outcome: PluginState;
  /** Symbols that plugin.Lookup finds; empty if the plugin was not loaded. */
  exports: TypedSymbol[];
  /** Where it panicked, crashed or blocked: frames of two lines each, innermost first. */
  stack: string[];
  /** What the process printed while the plugin was loaded, and until the next plugin. */
  printed: string;
}

export interface TypedSymbol extends ExportedSymbolDocument {
  /** As reflect prints it; for a variable its own type, although plugin.Lookup returns a pointer. */
  type: Text;
  /** For a variable: the methods that a type assertion on the symbol finds. */
  methods: { name: Text; type: FuncType }[];
}

/** The result of `explain`. */
export interface ExplainDocument {
  /** Version of this format. */
  formatVersion: 1;
  /** The main package; builtAs is the plugin path. */
  main: BuiltPath;
  /**
   * The requested packages, nearest to main first.
   * @minItems 1
   */
  packages: ExplainedPackage[];
}

/** For a split package, builtAs is the path of the copy. */
export interface ExplainedPackage extends BuiltPath {
  decision: Decision;
  /** One sentence. */
  reason: Text;
  /** Null for the standard library. */
  module: ImportPath | null;
  /** The version that the plugin's go.mod selects; null for local modules, and if it has none. */
  version: ModuleVersion | null;
  /** The host's version; null without --host, or if the host does not have the package or a version. */
  hostVersion: ModuleVersion | null;
  /**
   * The shortest chain of imports from main to the package, both included.
   * @minItems 1
   */
  chain: ImportPath[];
}

/** What `version --json` prints. */
export type VersionOutput = VersionDocument | FailureDocument;

/** What `doctor --json` prints. */
export type DoctorOutput = DoctorDocument | FailureDocument;

/** The result of `version`. */
export interface VersionDocument {
  /** Version of this format. */
  formatVersion: 1;
  program: ProgramVersion;
}

/** What identifies the running program in a report of a problem. */
export interface ProgramVersion {
  /** Version of this tool: `0.1.0`. */
  version: Text;
  /** The commit that it was compiled from, with `+dirty` if the sources were changed after it; null if unknown. */
  commit: Commit | null;
  /** What runs it: `Node.js 20.20.2`. */
  runtime: Text;
  /** `linux_amd64`, `linux_arm64_musl`, …: operating system, architecture and C library, in Go's words. */
  target: Target;
}

/** The result of `doctor`. */
export interface DoctorDocument {
  /** Version of this format. */
  formatVersion: 1;
  program: ProgramVersion;
  /**
   * In the order in which doctor prints them.
   * @minItems 1
   */
  checks: CheckDocument[];
}

export interface CheckDocument {
  name: Text;
  ok: boolean;
  /** The version that was found, or what is wrong. */
  detail: string;
  /** What to install or set if it is not ok. */
  advice: Text | null;
}
