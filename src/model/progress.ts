import type { RenamePlan } from './renamePlan.js';

/** A part of a command whose time is shown. */
export type Stage = 'load' | 'read' | 'isolate' | 'plan' | 'write' | 'build' | 'verify';

/** Learns what a build does while it does it. */
export interface Progress {
  /** Whether {@link Progress.compiles} should be called: the go command then runs with -v. */
  readonly followsPackages: boolean;
  /** A stage begins. */
  begins: (stage: Stage) => void;
  /** The plan is made, and will be built now; again if the result shows that more has to be renamed. */
  planned: (plan: RenamePlan) => void;
  /**
   * The go command compiles a package that is not in its build cache.
   * @param importPath - the original one.
   * @param most - number of packages in the build. How many of them are in the cache is not known before.
   */
  compiles: (importPath: string, most: number) => void;
  /** The go command has printed a line that the user asked for with its flags -v or -x; import paths are the original ones. */
  prints: (line: string) => void;
}
