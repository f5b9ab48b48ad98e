import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { CompileJobs } from '../model/options.js';

/** Shares a number of jobs among builds that run at the same time, and among the go commands that they run. */
export class Jobs implements CompileJobs {
  /** Runs a build when its turn has come. */
  readonly schedule: ReturnType<typeof pLimit>;
  readonly #each: number;
  readonly #firsts = new Map<string, Promise<void>>();

  /** @param total as many programs may run at once, as with `go build -p`; @param builds there will be. */
  constructor(
    readonly total: number,
    readonly builds: number,
  ) {
    const parallel = Math.max(1, Math.min(total, builds));
    this.schedule = pLimit({ concurrency: parallel, rejectOnClear: true });
    this.#each = Math.max(1, Math.floor(total / parallel));
  }

  /** Lets no further build begin; those that wait are rejected. */
  clear(): void {
    this.schedule.clearQueue();
  }

  /**
   * Runs a go command for a dependency set. The first one compiles the set for all, with all jobs: go commands that
   * run at the same time know nothing of each other, and would each compile all of it.
   * @param compile gets the number of its jobs; undefined for as many as go chooses by itself.
   */
  async compile<T>(set: string, compile: (jobs: number | undefined) => Promise<T>): Promise<T> {
    const first = this.#firsts.get(set);
    if (first !== undefined) {
      await first;
      return compile(this.#each);
    }
    const result = compile(this.total === availableParallelism() ? undefined : this.total);
    const ended = result.then(
      () => undefined,
      () => undefined,
    );
    this.#firsts.set(set, ended);
    return result;
  }
}
