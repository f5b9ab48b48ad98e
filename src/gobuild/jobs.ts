import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { CompileJobs } from '../model/options.js';

/** Shares a number of jobs among builds that run at the same time, and among the go commands that they run. */
export class Jobs implements CompileJobs {
  /** Runs a build when it is its turn. */
  readonly schedule: ReturnType<typeof pLimit>;
  /** Jobs of a go command that runs alone; undefined for go's default. */
  readonly #all: number | undefined;
  readonly #each: number | undefined;
  readonly #firsts = new Map<string, Promise<void>>();

  /**
   * @param total - maximum number of parallel programs, as with `go build -p`.
   * @param builds - number of builds.
   */
  constructor(
    readonly total: number,
    readonly builds: number,
  ) {
    const parallel = Math.max(1, Math.min(total, builds));
    this.schedule = pLimit({ concurrency: parallel, rejectOnClear: true });
    this.#all = total === availableParallelism() ? undefined : total;
    this.#each = parallel === 1 ? this.#all : Math.max(1, Math.floor(total / parallel));
  }

  /** Starts no further build; those that wait are rejected. */
  clear(): void {
    this.schedule.clearQueue();
  }

  /**
   * Runs a go command for trees of dependencies. The first one compiles a tree for all, with all jobs: go commands
   * that run at the same time do not share work, so each would compile all of it.
   * @param compile - receives the number of its jobs; undefined for go's default.
   */
  async compile<T>(trees: readonly string[], compile: (jobs: number | undefined) => Promise<T>): Promise<T> {
    const isFirst = trees.some((tree) => !this.#firsts.has(tree));
    const earlier = trees.flatMap((tree) => this.#firsts.get(tree) ?? []);
    const result = Promise.all(earlier).then(() => compile(isFirst ? this.#all : this.#each));
    const ended = result.then(
      () => undefined,
      () => undefined,
    );
    for (const tree of trees) if (!this.#firsts.has(tree)) this.#firsts.set(tree, ended);
    return result;
  }
}
