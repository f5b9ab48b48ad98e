import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { diskPath } from './diskPath.js';
import { UserError } from './userError.js';
/** Opening a pipe that has no writer would block forever. */
const REGULAR_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Enough bytes for nearly all sources. */
export const USUAL_SIZE = 1 << 20;

/**
 * Reads one file after another into the same memory: thousands of sources take half the time of `readFileSync`, and
 * leave no garbage to collect.
 */
export class FileReader {
  #memory = Buffer.allocUnsafeSlow(USUAL_SIZE);

  /**
   * A file's bytes; they are valid until the next file is read.
   * @param throughLinks - follow links; if false, a link or pipe that has replaced the file is not read.
   * @throws the file system's errors.
   */
  read(path: string, throughLinks = true): Buffer {
    const file = openSync(diskPath(path), throughLinks ? constants.O_RDONLY : REGULAR_ONLY);
    try {
      if (!throughLinks && !fstatSync(file).isFile())
        throw new UserError(
          `${path} is not a regular file any more`,
          'Put the file back, and run the command again.',
        );
      let length = 0;
      for (;;) {
        const count = readSync(file, this.#memory, length, this.#memory.length - length, null);
        if (count === 0) return this.#memory.subarray(0, length);
        length += count;
        if (length === this.#memory.length) this.#memory = Buffer.concat([this.#memory], 2 * length);
      }
    } finally {
      closeSync(file);
    }
  }
}
