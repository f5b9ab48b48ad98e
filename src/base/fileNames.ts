import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { UserError } from './userError.js';
import { diskPath, nameFromBytes, nameInJson } from './diskPath.js';

/** An entry of a directory; its name may consist of any bytes. */
export interface DirectoryEntry {
  name: string;
  isFile: () => boolean;
  isDirectory: () => boolean;
  isSymbolicLink: () => boolean;
}

/**
 * Lists the entries of a directory.
 * @throws the file system's errors.
 */
export function readEntries(dir: string): DirectoryEntry[] {
  const entries = readdirSync(diskPath(dir), { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes('\ufffd'))) return entries;
  // Not every runtime can list names as bytes together with their types.
  return readNames(dir).flatMap((name) => {
    const status = lstatSync(diskPath(`${dir}/${name}`), { throwIfNoEntry: false });
    return status === undefined ? [] : [{ ...typesOf(status), name }];
  });
}

function typesOf(status: Stats): Omit<DirectoryEntry, 'name'> {
  return {
    isFile: () => status.isFile(),
    isDirectory: () => status.isDirectory(),
    isSymbolicLink: () => status.isSymbolicLink(),
  };
}

/**
 * Lists the names in a directory.
 * @throws the file system's errors.
 */
export function readNames(dir: string): string[] {
  const names = readdirSync(diskPath(dir));
  // Node writes U+FFFD for what is not UTF-8. Very few directories have such a name.
  if (!names.some((name) => name.includes('\ufffd'))) return names;
  return readdirSync(diskPath(dir), 'buffer').map(nameFromBytes);
}

/**
 * The true names of the files that the go command lists: in its JSON each byte that is not UTF-8 is U+FFFD.
 * @param listed - names of files in `dir`, all of one kind.
 * @throws UserError if several files could be meant.
 */
export function trueNames(dir: string, listed: readonly string[]): string[] {
  if (!listed.some((name) => name.includes('\ufffd'))) return [...listed];
  const names = readEntries(dir).map(({ name }) => name);
  return [...new Set(listed)].flatMap((name) => {
    const meant = names.filter((other) => nameInJson(other) === name).sort();
    const count = listed.filter((other) => other === name).length;
    if (!name.includes('\ufffd') || name.includes('/')) return Array.from({ length: count }, () => name);
    if (meant.length === count) return meant;
    throw new UserError(
      `${dir} holds several files whose names are not UTF-8 and look the same to the go command: ${meant.join(', ')}`,
      'Rename them so that all names are valid UTF-8.',
    );
  });
}
