import type { Isolation } from './isolation.js';

export const BUILD_MODES = ['plugin', 'c-shared', 'c-archive', 'exe'] as const;
export type BuildMode = (typeof BUILD_MODES)[number];
export const DEFAULT_BUILD_MODE: BuildMode = 'plugin';

export const DEFAULT_PREFIX = 't_{time}_{hash}';

/** What every command that loads a plugin needs to know. */
export interface LoadOptions {
  /** Absolute directory relative paths are meant from, the user's own. */
  cwd: string;
  /** Flags for the go command, as written behind `--`. */
  goFlags: string[];
  /** Names of the Go files that make up the main package, in the order given; undefined for all of its directory. */
  files?: readonly string[] | undefined;
  buildMode: BuildMode;
}

/** What the plugin is to be loaded by, and what it shares with it. */
export interface HostOptions {
  /** Absolute path of the host: a binary, a manifest, or a directory with its go.mod. */
  host: string;
  /** Absolute directory of the source that the host was built from. */
  hostSource: string | undefined;
  /** Patterns of packages that stay under their own paths, at the host's versions. */
  keep: string[];
  /** Share what the host has to share for the plugin to work, too, although no pattern names it. */
  keepDefault: boolean;
  /** What of the rest is renamed. */
  rename: 'all' | 'conflicts';
}

/** Lets the first build of a dependency set compile it before the others of this run. */
export interface CompileJobs {
  /**
   * @param trees - names what is compiled.
   * @param compile - gets the number of programs that go may run at once.
   */
  compile<T>(trees: readonly string[], compile: (jobs: number | undefined) => Promise<T>): Promise<T>;
}

/** One output file, or the directory that gets a file named as `go build` would. Absolute. */
export type OutputPlace = { file: string } | { dir: string };

export interface BuildOptions extends LoadOptions {
  /** Absolute directory of the plugin's main package. */
  dir: string;
  output: OutputPlace;
  /** Absolute files that this run writes: another plugin may not overwrite them. Each build adds its own. */
  taken: Set<string>;
  jobs: CompileJobs;
  /** Shows at once what the user should know while the build runs: that it waits for another process. */
  report: (message: string) => void;
  prefix: string;
  /** Absolute root of the work trees. */
  workDir: string;
  dryRun: boolean;
  isolation: Isolation;
  /** Make what own code registers in the standard library private, too. */
  isolateOwn: boolean;
  /** Undefined where nothing is said of the host. */
  host: HostOptions | undefined;
}

export interface RewriteOptions extends LoadOptions {
  dir: string;
  /** Absolute directory that receives the renamed tree. */
  out: string;
  tests: boolean;
  /** Shows at once that the command waits for another process. */
  report: (message: string) => void;
  prefix: string;
  workDir: string;
  /** Undefined where nothing is said of the host. */
  host?: HostOptions | undefined;
  isolation: Isolation;
  /** Make what own code registers in the standard library private, too. */
  isolateOwn: boolean;
}
