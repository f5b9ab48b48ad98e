import { lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oldIn } from './drafts.js';
import { withFreeLock } from './lock.js';
import { removeTree } from './removeTree.js';
import { lastUse, markOf } from './lastUse.js';
import { replaceFile } from './writeFile.js';
import { listEntries, TREES, type Entry } from './workDirectory.js';

const DAY = 24 * 3600 * 1000;

/** Limits of the work directory: how long trees and records are kept after their last use, and bytes of all trees. */
export const LIMITS = { age: 30 * DAY, bytes: 5 * 1024 ** 3 };

/** Prefixes are kept longer: they are small, and without them all packages are compiled again. */
const PREFIX_AGE = 365 * DAY;

/** The file whose time records when the work directory was trimmed. */
export const TRIMMED = '.gorename-plugin.trimmed';

/** What was removed, or would be removed. */
export interface Freed {
  entries: number;
  bytes: number;
  /** Absolute paths of trees that another process uses. */
  inUse: string[];
}

/**
 * Removes what has not been used for a long time from a work directory, then the least recently used trees while there are
 * too many; it keeps everything that was used within a day. Does nothing if it ran within a day.
 */
export function trimDaily(workDir: string, limits = LIMITS): void {
  const stamp = join(workDir, TRIMMED);
  if (Math.abs(Date.now() - (statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0)) < DAY) return;
  let now: number;
  try {
    // By a rename: a link, or a pipe, in its place is replaced.
    replaceFile(stamp, '.');
    // By the clock that the trees' times come from.
    now = statSync(stamp).mtimeMs;
  } catch {
    return;
  }
  // A time in the future says that a clock is wrong, not that a tree is old.
  const isOld = ({ kind, usedAt }: Entry): boolean =>
    now - usedAt > (kind === 'sets' || kind === 'prefixes' ? PREFIX_AGE : limits.age);
  const entries = listEntries(workDir);
  removeEntries(entries.filter(isOld));
  const trees = entries.filter((entry) => isTree(entry) && !isOld(entry));
  let bytes = trees.reduce((sum, { path }) => sum + sizeOf(path), 0);
  for (const tree of trees) {
    if (bytes <= limits.bytes || now - tree.usedAt < DAY) break;
    bytes -= removeEntries([tree]).bytes;
  }
}

/** Removes entries, except trees that are in use. */
export function removeEntries(entries: readonly Entry[]): Freed {
  const freed: Freed = { entries: 0, bytes: 0, inUse: [] };
  for (const entry of entries) {
    const bytes = sizeOf(entry.path);
    if (isTree(entry) ? !removeUnused(entry) : !removeTree(entry.path)) {
      freed.inUse.push(entry.path);
      continue;
    }
    freed.entries++;
    freed.bytes += bytes;
  }
  return freed;
}

/** Bytes in a file or directory; links count as themselves. */
export function sizeOf(path: string): number {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory() !== true) return entry?.size ?? 0;
  try {
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch {
    return 0;
  }
}

function isTree({ kind }: Entry): boolean {
  return (TREES as readonly string[]).includes(kind);
}

/** Builds hold a lock on a plugin's tree. Other trees have no lock: their last use is checked again. */
function removeUnused(entry: Entry): boolean {
  if (entry.kind !== 'plugins') return moveAway(entry);
  let moved = false;
  const free = withFreeLock(entry.path, () => {
    moved = moveAway(entry);
  });
  return free && moved;
}

function moveAway({ path, usedAt }: Entry): boolean {
  const isUnused = (place: string): boolean => Math.max(lastUse(path), lastUse(place)) <= usedAt;
  if (!isUnused(path)) return false;
  const old = oldIn(dirname(path));
  try {
    renameSync(path, old);
    // A build that begins now has recorded its use before it read the tree.
    if (!isUnused(old)) {
      renameSync(old, path);
      return false;
    }
  } catch {
    return false;
  }
  rmSync(markOf(path), { force: true });
  return removeTree(old);
}
