import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import * as v from 'valibot';
import { stampFile } from './stamps.js';
import { diskPath } from '../base/diskPath.js';
import { readRecord, writeRecord, type RecordSchema } from './records.js';
import { FileReader } from '../base/fileReader.js';

/** In milliseconds. A change within one tick of the file system's clock would not change a stamp. */
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
   * @param record - absolute path of the record; undefined to keep nothing.
   * @param fresh - ignore the record: all files are read.
   */
  constructor(
    readonly record: string | undefined,
    fresh = false,
  ) {
    this.#known = record === undefined || fresh ? {} : (readRecord(record, schema) ?? {});
  }

  /**
   * A file's bytes; they are valid until the next file is read.
   * @param throughLinks - follow links; if false, it must be a regular file.
   */
  read(path: string, throughLinks = true): Buffer {
    return this.#reader.read(path, throughLinks);
  }

  /** A file's digest. It is read only if its stamp differs from the recorded one. */
  digest(path: string): string {
    if (this.record === undefined) return hash('sha256', this.read(path));
    // Before it is read: a change meanwhile then gives a different stamp next time.
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
   * Keeps the digests that were requested.
   * @throws the file system's errors.
   */
  save(): void {
    if (this.record !== undefined && this.#grown) writeRecord(this.record, this.#used);
  }
}
