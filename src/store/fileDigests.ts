import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import * as v from 'valibot';
import { stampFile } from './stamps.js';
import { diskPath } from '../base/diskPath.js';
import { readRecord, writeRecord, type RecordSchema } from './records.js';
import { FileReader } from '../base/fileReader.js';

/** A change within one tick of the file system's clock would leave no trace in a stamp. In milliseconds. */
const CLOCK_TICK = 100;

type Digests = Record<string, { stamp: string; sha256: string }>;

const schema: RecordSchema<Digests> = v.record(
  v.string(),
  v.object({ stamp: v.string(), sha256: v.string() }),
);

/** Hex digests of files, kept with the files' stamps: thousands of sources need not be read again for every build. */
export class FileDigests {
  readonly #reader = new FileReader();
  readonly #known: Digests;
  readonly #used: Digests = {};
  #grown = false;

  /**
   * @param record - absolute path of what is kept; undefined to know and keep nothing.
   * @param fresh - believe nothing of it: all files are read.
   */
  constructor(
    readonly record: string | undefined,
    fresh = false,
  ) {
    this.#known = record === undefined || fresh ? {} : (readRecord(record, schema) ?? {});
  }

  /**
   * A file's bytes, there until the next file is read.
   * @param throughLinks - otherwise it must be a regular file.
   */
  read(path: string, throughLinks = true): Buffer {
    return this.#reader.read(path, throughLinks);
  }

  /** A file's digest. It is read only where it looks otherwise than before. */
  digest(path: string): string {
    if (this.record === undefined) return hash('sha256', this.read(path));
    // Before it is read: what is changed meanwhile looks otherwise the next time.
    const stamp = stampFile(path);
    const known = this.#known[path];
    if (known?.stamp === stamp) {
      this.#used[path] = known;
      return known.sha256;
    }
    const sha256 = hash('sha256', this.read(path));
    if (statSync(diskPath(path)).ctimeMs < Date.now() - CLOCK_TICK) {
      this.#used[path] = { stamp, sha256 };
      this.#grown = true;
    }
    return sha256;
  }

  /**
   * Keeps the digests that were asked for.
   * @throws the file system's errors.
   */
  save(): void {
    if (this.record !== undefined && this.#grown) writeRecord(this.record, this.#used);
  }
}
