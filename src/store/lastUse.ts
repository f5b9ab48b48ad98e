import { statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeDirectory } from '../base/directories.js';
import { writeFile } from './writeFile.js';

/** Milliseconds within which a use is not recorded again. */
const HOUR = 3600 * 1000;

/**
 * Records that trees of the work directory are used, so that they are not removed as old. The record is a separate file:
 * nothing in a tree changes. Call this before you read a tree.
 * @param trees - absolute paths, `<work-dir>/<kind>/<name>`.
 */
export function markUsed(trees: readonly string[]): void {
  for (const mark of trees.map(markOf)) {
    if (touch(mark)) continue;
    makeDirectory(dirname(mark));
    writeFile(mark, '');
  }
}

/**
 * Updates the time of a record that has been read.
 * @returns whether it exists.
 * @param file - absolute.
 */
export function touch(file: string): boolean {
  const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (time === undefined) return false;
  const now = Date.now();
  // Never back: a clock that is wrong would make what is in use look old.
  if (now - time < HOUR) return true;
  try {
    utimesSync(file, now / 1000, now / 1000);
  } catch {
    // It belongs to another user, or was just removed: then it is created again.
  }
  return true;
}

/**
 * When a tree was used last, in milliseconds since 1970; 0 if it is not known.
 * @param tree - as above.
 */
export function lastUse(tree: string): number {
  return Math.max(timeOf(markOf(tree)), timeOf(tree));
}

/** The record of a tree's use. */
export function markOf(tree: string): string {
  const kind = dirname(tree);
  return join(dirname(kind), 'used', basename(kind), basename(tree));
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
