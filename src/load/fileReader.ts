import { closeSync, openSync, readSync } from 'node:fs';
import { diskPath } from '../model/diskPath.js';

/** Bytes that hold all but a few sources. */
export const USUAL_SIZE = 1 << 20;

/**
 * Reads one file after another into the same memory: thousands of sources take half the time of `readFileSync`, and leave
 * nothing to collect.
 */
export class FileReader {
  #memory = Buffer.allocUnsafeSlow(USUAL_SIZE);

  /** A file's bytes, there until the next file is read. @throws the file system's errors. */
  read(path: string): Buffer {
    const file = openSync(diskPath(path), 'r');
    try {
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
