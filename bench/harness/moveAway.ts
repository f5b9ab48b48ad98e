import { existsSync, renameSync } from 'node:fs';

let moved = 0;

/**
 * Makes room for what the next round writes. What the last one wrote is removed with everything else in the end: after a
 * removal of many files ext4 takes seconds to find inodes for new ones, whoever asks.
 */
export function moveAway(...paths: string[]): void {
  for (const path of paths) if (existsSync(path)) renameSync(path, `${path}-${moved++}`);
}
