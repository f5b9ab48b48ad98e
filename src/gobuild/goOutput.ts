import { isOn } from '../base/goFlags.js';
import type { Progress } from '../model/progress.js';
import type { Prepared } from '../plan/prepared.js';

/** What the linker needs besides the packages that are imported (LinkerDeps in cmd/go/internal/load), for example runtime/cgo. */
const OF_LINKER = /^(runtime|internal)(\/\w+)*$/;

/** Reads what a go command prints while it compiles renamed packages. */
export class GoOutput {
  /** Flags that make the go command print the packages that it compiles; none if the user's flags do. */
  readonly flags: string[];
  /** Import path in the work tree → the original one, of every package of the build. */
  readonly #originals: ReadonlyMap<string, string>;
  readonly #count: number;
  readonly #verbose: boolean;
  readonly #traced: boolean;

  /**
   * @param restore - gives a message the user's paths.
   */
  constructor(
    { plan, flags }: Pick<Prepared, 'plan' | 'flags'>,
    private readonly progress: Progress,
    private readonly restore: (text: string) => string,
  ) {
    this.#traced = isOn(flags, 'x');
    // -x prints commands, and names no packages.
    this.#verbose = isOn(flags, 'v');
    this.flags = progress.followsPackages && !this.#verbose ? ['-v'] : [];
    this.#count = plan.packages.size;
    this.#originals = new Map(
      [...plan.packages.values()].flatMap(({ importPath, to }) => [
        [importPath, importPath],
        [to, importPath],
      ]),
    );
  }

  /** Passes on a line at once, unless it is part of a compiler's message. */
  readonly onLine = (line: string): void => {
    const importPath = this.#nameOf(line);
    if (importPath !== undefined) {
      if (this.#originals.has(line)) this.progress.compiles(importPath, this.#count);
      if (this.#verbose) this.progress.prints(importPath);
    } else if (this.#traced) {
      this.progress.prints(this.restore(line));
    }
  };

  /**
   * What is left of the whole output when {@link GoOutput.onLine} has passed on its part. If a build with -x fails, the
   * compiler's message is repeated after the commands.
   */
  rest(output: string, failed: boolean): string {
    const lines = output.split(/(?<=\n)/).filter((line) => this.#nameOf(line.trimEnd()) === undefined);
    if (!this.#traced) return lines.join('');
    if (!failed) return '';
    const first = lines.findIndex(
      (line) => line.startsWith('# ') && this.#originals.has(line.slice(2).trimEnd()),
    );
    return lines.slice(Math.max(0, first)).join('');
  }

  /** The import path of the package that a line names. */
  #nameOf(line: string): string | undefined {
    return this.#originals.get(line) ?? (OF_LINKER.test(line) ? line : undefined);
  }
}
