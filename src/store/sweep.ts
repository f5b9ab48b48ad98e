import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endOrphans } from '../process/children.js';
import { lifeOf, ownerOf, type Owner } from '../process/identity.js';
import { draftOwner } from './drafts.js';
import { withFreeLock } from './lock.js';
import { removeTree } from './removeTree.js';

/** Milliseconds after which a file whose owner cannot be looked up counts as abandoned. */
const DAY = 24 * 3600 * 1000;

/**
 * Removes drafts and temporary directories that killed processes have left in a directory, and ends the programs that
 * these processes have left running.
 * @param dir - absolute; need not exist.
 */
export function sweepDrafts(dir: string): void {
  for (const name of namesIn(dir)) {
    const owner = draftOwner(name);
    if (owner === undefined || isInUse(owner, join(dir, name))) continue;
    endOrphans(owner);
    removeTree(join(dir, name));
  }
}

/** The same for locks. */
export function sweepLocks(dir: string): void {
  for (const name of namesIn(dir).filter((name) => name.endsWith('.lock'))) {
    const lock = join(dir, name);
    const owners = namesIn(lock).flatMap((entry) => {
      const owner = ownerOf(entry);
      return owner === undefined ? [] : [{ owner, file: join(lock, entry) }];
    });
    // A file or directory of this name in which no process has put its name is another program's: `terraform.lock`.
    if (owners.length === 0 || owners.some(({ owner, file }) => isInUse(owner, file))) continue;
    withFreeLock(lock.slice(0, -'.lock'.length), () => undefined);
  }
}

/**
 * Whether the owner of a file may still exist.
 * @param path - absolute.
 */
export function isInUse(owner: Owner, path: string): boolean {
  const life = lifeOf(owner);
  if (life !== 'unknown') return life === 'alive';
  const time = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;
  // A file with a time in the future is as old as one with that distance in the past.
  return time !== undefined && Math.abs(Date.now() - time) < DAY;
}

/** The names in a directory; none if there is no such directory. A link to one is not followed. */
export function namesIn(dir: string): string[] {
  try {
    return lstatSync(dir).isDirectory() ? readdirSync(dir) : [];
  } catch {
    return [];
  }
}
