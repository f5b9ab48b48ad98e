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
  const draft = draftIn(dirname(path));
  try {
    writeFile(draft, content);
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Writes a new file that appears completely or not at all.
 * @throws the file system's error if there is one already.
 */
export function createFile(path: string, content: string): void {
  const draft = draftIn(dirname(path));
  try {
    writeFile(draft, content);
    linkSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
