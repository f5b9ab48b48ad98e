import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes a file or a directory with all that it contains, read-only directories too. Links are removed, not followed. It
 * is not an error if another process removes or adds entries at the same time.
 * @returns whether it is gone.
 * @param path - absolute.
 */
export function removeTree(path: string): boolean {
  if (removes(path)) return true;
  makeWritable(path);
  return removes(path);
}

function removes(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
    return true;
  } catch {
    return false;
  }
}

/** Entries can be removed only from a writable directory. */
function makeWritable(path: string): void {
  try {
    if (!lstatSync(path).isDirectory()) return;
    chmodSync(path, 0o700);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) makeWritable(join(path, entry.name));
    }
  } catch {
    // It is already gone, or belongs to another user.
  }
}
