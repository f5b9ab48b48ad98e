/** Milliseconds that each stage took, in the order they first ran. */
export class Stopwatch {
  /** When it was made, in milliseconds since 1970. */
  readonly startedAt = Date.now();
  readonly timings: Record<string, number> = {};

  async time<T>(stage: string, run: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await run();
    } finally {
      this.#add(stage, start);
    }
  }

  timeSync<T>(stage: string, run: () => T): T {
    const start = performance.now();
    try {
      return run();
    } finally {
      this.#add(stage, start);
    }
  }

  #add(stage: string, start: number): void {
    this.timings[stage] = Math.round((this.timings[stage] ?? 0) + performance.now() - start);
  }
}
