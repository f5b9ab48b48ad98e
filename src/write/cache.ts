import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { touch } from './usage.js';
import { replaceFile } from './writeFile.js';

/**
 * What `compute` gives, kept in a file whose name tells everything that it depends on.
 * @param file absolute; @param readOnly keep nothing. The value has to survive JSON.
 */
export function cached<T>(file: string, readOnly: boolean, compute: () => T): T {
  const known = readRecord(file);
  if (known !== undefined) return known as T;
  const value = compute();
  if (!readOnly) writeRecord(file, value);
  return value;
}

/** What `writeRecord` has put into a file; undefined where it is not there, or not whole. @param file absolute. */
export function readRecord(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    touch(file);
    return value;
  } catch {
    return undefined;
  }
}

/** Keeps a value that survives JSON; the file appears by rename, its directory is made. @param file absolute. */
export function writeRecord(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  replaceFile(file, JSON.stringify(value));
}
