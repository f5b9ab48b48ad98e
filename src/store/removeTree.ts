import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes a file or a directory with all that is in it, read-only directories too. Links are removed, not followed;
 * what another process removes or adds at the same time is no failure.
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

/** Only what is in a writable directory can be removed. */
function makeWritable(path: string): void {
  try {
    if (!lstatSync(path).isDirectory()) return;
    chmodSync(path, 0o700);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) makeWritable(join(path, entry.name));
    }
  } catch {
    // Gone meanwhile, or another user's.
  }
}
