import type { Isolation } from './isolation.js';
import type { Progress } from './progress.js';

export const BUILD_MODES = ['plugin', 'c-shared', 'c-archive', 'exe'] as const;
export type BuildMode = (typeof BUILD_MODES)[number];
export const DEFAULT_BUILD_MODE: BuildMode = 'plugin';

export const DEFAULT_PREFIX = 't_{time}_{hash}';

/** What every command that loads a plugin needs to know. */
export interface LoadOptions {
  /** Absolute directory that relative paths start from: the user's. */
  cwd: string;
  /** Variables for the go command that have precedence over the environment: compilers for the host's platform. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** Flags for the go command, as written after `--`. */
  goFlags: string[];
  /** Names of the Go files that make up the main package, in the order given; undefined for the whole directory. */
  files?: readonly string[] | undefined;
  buildMode: BuildMode;
}

/** The host that will load the plugin, and what the plugin shares with it. */
export interface HostOptions {
  /** Absolute path of the host: a binary, a manifest, or a directory with its go.mod. */
  host: string;
  /** Absolute directory of the source that the host was built from. */
  hostSource: string | undefined;
  /** Patterns of packages that stay under their own paths, at the host's versions. */
  keep: string[];
  /** Also share what the host must share for the plugin to work, although no pattern names it. */
  keepDefault: boolean;
  /** Which of the other packages are renamed. */
  rename: 'all' | 'conflicts';
}

/** How findings are judged; the option `--allow` and `--strict`. */
export interface FindingPolicy {
  /** Kinds of findings that the user accepts. They are not shown, and do not change the exit code. */
  allow: readonly string[];
  /** All other warnings are errors. */
  strict: boolean;
}

/** Lets the first build of a dependency set compile it before the others of this run. */
export interface CompileJobs {
  /**
   * @param trees - identify what is compiled.
   * @param compile - receives the number of programs that go may run in parallel.
   */
  compile<T>(trees: readonly string[], compile: (jobs: number | undefined) => Promise<T>): Promise<T>;
}

/** One output file, or the directory for a file that is named as `go build` names it. Absolute. */
export type OutputPlace = { file: string } | { dir: string };

/** The same, or a path in which `{plugin}` is the name that `go build` chooses. */
export type BuildOutputPlace = OutputPlace | { pattern: string };

export interface BuildOptions extends LoadOptions {
  /** Absolute directory of the plugin's main package. */
  dir: string;
  output: BuildOutputPlace;
  /** Absolute files that this run writes: another plugin may not overwrite them. Each build adds its output. */
  taken: Set<string>;
  /** Absolute files that the run writes besides; in a directory with sources they do not count. */
  besides?: readonly string[];
  jobs: CompileJobs;
  /** Reports immediately what the user should know during the build: that it waits for another process. */
  report: (message: string) => void;
  progress: Progress;
  policy: FindingPolicy;
  prefix: string;
  /** Absolute root of the work trees. */
  workDir: string;
  dryRun: boolean;
  /** Whether build info of the output names modules by their original paths, or as they are built. */
  buildInfo: 'original' | 'renamed';
  /** Whether to collect what a bill of materials says. */
  bill: boolean;
  isolation: Isolation;
  /** Also make private what the plugin's own code registers in the standard library. */
  isolateOwn: boolean;
  /** Undefined if no host was given. */
  host: HostOptions | undefined;
}

export interface RewriteOptions extends LoadOptions {
  dir: string;
  /** Absolute directory that receives the renamed tree. */
  out: string;
  tests: boolean;
  /** Shows at once that the command waits for another process. */
  report: (message: string) => void;
  progress: Pick<Progress, 'begins'>;
  policy: FindingPolicy;
  prefix: string;
  workDir: string;
  /** Undefined if no host was given. */
  host?: HostOptions | undefined;
  isolation: Isolation;
  /** Also make private what the plugin's own code registers in the standard library. */
  isolateOwn: boolean;
}
