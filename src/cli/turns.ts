/**
 * The order of what several builds print that run at the same time: the first one prints at once, and what the others
 * print is kept until it is their turn.
 */
export class Turns {
  #now = 0;
  readonly #kept = new Map<number, (() => void)[]>();

  /** Prints now or at the turn of a build, which is named by its number. */
  print(build: number, action: () => void): void {
    if (build <= this.#now) action();
    else this.#kept.set(build, [...(this.#kept.get(build) ?? []), action]);
  }

  /** It is the turn of this build. */
  begin(build: number): void {
    this.#now = build;
    for (const action of this.#kept.get(build) ?? []) action();
    this.#kept.delete(build);
  }
}
