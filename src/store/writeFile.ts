import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import { draftIn } from './drafts.js';

/**
 * Writes a file as a whole.
 * @throws the file system's error, with the path: node's error has none if the disk is full.
 */
export function writeFile(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(diskPath(path), content);
  } catch (error) {
    if (error instanceof Error && !('path' in error)) error.message += ` '${path}'`;
    throw error;
  }
}

/**
 * Writes a file that appears by rename, completely or not at all; its directory exists.
 * @throws the same as `writeFile`.
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  appearAs(path, renameSync, (draft) => {
    writeFile(draft, content);
  });
}

/**
 * Writes a new file that appears completely or not at all.
 * @throws the file system's error if there is one already.
 */
export function createFile(path: string, content: string): void {
  appearAs(path, linkSync, (draft) => {
    writeFile(draft, content);
  });
}

/**
 * Makes a file in a draft beside it, which is removed if that fails.
 * @param publish - gives the draft its path: `renameSync`, or `linkSync` to refuse an existing file.
 * @param fill - writes the draft.
 */
export function appearAs(
  path: string,
  publish: (draft: string, path: string) => void,
  fill: (draft: string) => void,
): void {
  const draft = draftIn(dirname(path));
  try {
    fill(draft);
    publish(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
