import { join } from 'node:path';
import { ownedName, ownerOf, type Owner } from '../process/identity.js';

/** The beginning of the names of unfinished files in all directories. */
const DRAFT = '.gorename-plugin.draft-';
const OLD = '.gorename-plugin.old-';
const TEMPORARY = 'tmp-';

/** A path for a file that is renamed into place when it is finished; unique, and its name identifies its process. */
export function draftIn(dir: string): string {
  return join(dir, DRAFT + ownedName());
}

/** A path for a file that is renamed away before it is removed. */
export function oldIn(dir: string): string {
  return join(dir, OLD + ownedName());
}

/** A path for a directory of temporary files. */
export function temporaryIn(dir: string): string {
  return join(dir, TEMPORARY + ownedName());
}

/** The process that writes, or uses, the file or directory of this name; undefined if it is not one of the above. */
export function draftOwner(name: string): Owner | undefined {
  const prefix = [DRAFT, OLD, TEMPORARY].find((prefix) => name.startsWith(prefix));
  return prefix === undefined ? undefined : ownerOf(name.slice(prefix.length));
}
