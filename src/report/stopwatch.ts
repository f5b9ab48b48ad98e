import type { Progress, Stage } from '../model/progress.js';

/** Milliseconds that each stage took, in the order they first ran. */
export class Stopwatch {
  /** When it was made, in milliseconds since 1970. */
  readonly startedAt = Date.now();
  readonly timings: Partial<Record<Stage, number>> = {};

  /**
   * @param progress - learns when a stage begins.
   */
  constructor(private readonly progress?: Pick<Progress, 'begins'>) {}

  async time<T>(stage: Stage, run: () => Promise<T>): Promise<T> {
    const start = this.#begin(stage);
    try {
      return await run();
    } finally {
      this.#add(stage, start);
    }
  }

  timeSync<T>(stage: Stage, run: () => T): T {
    const start = this.#begin(stage);
    try {
      return run();
    } finally {
      this.#add(stage, start);
    }
  }

  #begin(stage: Stage): number {
    this.progress?.begins(stage);
    return performance.now();
  }

  #add(stage: Stage, start: number): void {
    this.timings[stage] = Math.round((this.timings[stage] ?? 0) + performance.now() - start);
  }
}
