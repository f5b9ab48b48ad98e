import { editedSince } from '../store/editedSince.js';
import { digest } from '../base/digest.js';
import { UserError } from '../base/userError.js';
import { shortPath } from '../base/shortPath.js';
import { SourceChanged } from '../base/sourceChanged.js';
import type { Prepared } from '../plan/prepared.js';
/** How often a plan is made before the build fails, if sources keep changing. */
const ATTEMPTS = 5;

/** Checks for one attempt to plan and write that the sources have not changed since they were read. */
export class SourceWatch {
  #startedAt = Date.now();
  #outdated: string | undefined;
  /** Use no records of earlier runs: the previous attempt has failed. */
  fresh = false;

  /**
   * Call this before anything is written. The hashes are checked when the files are read again; this checks what
   * hashes do not show: go's answers that are older than the files, new files, module files.
   * A plan that was made again and is the same counts, whatever the times of the files are.
   * @throws SourceChanged when the plan has to be made again.
   */
  check(prepared: Prepared): void {
    const edited = editedSince(prepared, this.#startedAt);
    if (edited === undefined) return;
    const { hashes, graph } = prepared;
    const plan = digest([hashes, [...graph.packages], [...graph.modules], graph.godebug]);
    if (plan === this.#outdated) return;
    this.#outdated = plan;
    throw new SourceChanged(edited);
  }

  /** Call this before a plan is made again. */
  begin(): void {
    this.fresh = true;
    this.#startedAt = Date.now();
  }
}

/**
 * Plans and writes, and starts again if a source changes meanwhile: what is written under a hash must be what was
 * hashed.
 * @param cwd - for messages.
 * @throws UserError if the sources keep changing.
 */
export async function whileSourcesChange<T>(
  cwd: string,
  attempt: (watch: SourceWatch) => Promise<T>,
): Promise<T> {
  const watch = new SourceWatch();
  for (let left = ATTEMPTS - 1; ; left--) {
    try {
      return await attempt(watch);
    } catch (error) {
      if (!(error instanceof SourceChanged)) throw error;
      if (left === 0) {
        throw new UserError(
          `${shortPath(error.file, cwd)} changed while it was read`,
          'Run the build again when no other program writes to it.',
        );
      }
      watch.begin();
    }
  }
}
