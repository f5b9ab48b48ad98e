/** A part of a command whose time is shown. */
export type Stage = 'load' | 'read' | 'isolate' | 'plan' | 'write' | 'build' | 'verify';

/** Milliseconds that each stage took, in the order they first ran. */
export class Stopwatch {
  /** When it was made, in milliseconds since 1970. */
  readonly startedAt = Date.now();
  readonly timings: Partial<Record<Stage, number>> = {};

  async time<T>(stage: Stage, run: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await run();
    } finally {
      this.#add(stage, start);
    }
  }

  timeSync<T>(stage: Stage, run: () => T): T {
    const start = performance.now();
    try {
      return run();
    } finally {
      this.#add(stage, start);
    }
  }

  #add(stage: Stage, start: number): void {
    this.timings[stage] = Math.round((this.timings[stage] ?? 0) + performance.now() - start);
  }
}
