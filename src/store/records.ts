import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { makeDirectory } from '../base/directories.js';
import { PROGRAM } from './program.js';
import { touch } from './lastUse.js';
import { replaceFile } from './writeFile.js';

/** A value as JSON represents it: keys whose value is undefined are missing. */
export type Stored<T> = T extends (infer Item)[]
  ? Stored<Item>[]
  : T extends object
    ? { [Key in keyof T as undefined extends T[Key] ? never : Key]: Stored<T[Key]> } & {
        [Key in keyof T as undefined extends T[Key] ? Key : never]?: Stored<T[Key]>;
      }
    : T;

/** The schema of a record. The compiler compares it with the type, so that both change together. */
export type RecordSchema<T> = v.GenericSchema<unknown, Stored<T>>;

/** In bytes. No build has so much to keep; reading a larger file would only fill the memory. */
const LARGEST = 64 * 1024 * 1024;

/**
 * The result of `compute`, kept in a file whose name identifies everything that it depends on.
 * @param file - absolute.
 * @param readOnly - keep nothing. The value must be representable in JSON.
 */
export function cached<T>(file: string, schema: RecordSchema<T>, readOnly: boolean, compute: () => T): T {
  const known = readRecord(file, schema);
  if (known !== undefined) return known;
  const value = compute();
  if (!readOnly) writeRecord(file, value);
  return value;
}

/**
 * The value that `writeRecord` has put into a file. Undefined if the file does not exist, was written by another build of
 * this program, or is damaged: only values that match the schema are used.
 * @param file - absolute.
 */
export function readRecord<T>(file: string, schema: RecordSchema<T>): T | undefined {
  const bytes = readSmall(file);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf('\n');
  const content = bytes.subarray(end + 1);
  if (bytes.toString('latin1', 0, Math.max(0, end)) !== header(content)) return undefined;
  try {
    const value: unknown = JSON.parse(content.toString());
    if (!v.is(schema, value)) return undefined;
    touch(file);
    return value as T;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a value that JSON can represent; the file appears by rename, and its directory is created.
 * @param file - absolute.
 */
export function writeRecord(file: string, value: unknown): void {
  makeDirectory(dirname(file));
  const content = JSON.stringify(value);
  replaceFile(file, `${header(content)}\n${content}`);
}

/** The first line of a record: the program that wrote it, and a digest of the rest. */
function header(content: string | Buffer): string {
  return `${PROGRAM} ${hash('sha256', content)}`;
}

/**
 * A file's bytes; undefined if it does not exist, is larger than a record can be, or is not a regular file.
 * @param file - absolute; opening a named pipe does not wait for its other end.
 */
export function readSmall(file: string): Buffer | undefined {
  let opened: number | undefined;
  try {
    opened = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(opened);
    return status.isFile() && status.size <= LARGEST ? readFileSync(opened) : undefined;
  } catch {
    return undefined;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
