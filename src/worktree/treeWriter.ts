import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import { diskPath } from '../base/diskPath.js';
import { makeDirectory } from '../base/directories.js';
import { draftIn, oldIn } from '../store/drafts.js';
import { readSmall } from '../store/records.js';
import { UserError } from '../base/userError.js';
import { removeTree } from '../store/removeTree.js';
import { writeFile } from '../store/writeFile.js';
import { TREE_MARKER } from '../store/treeMarker.js';

/** The mode of files that nobody should edit. */
const READ_ONLY = 0o444;

/** Writes files below one directory and nowhere else. */
export class TreeWriter {
  readonly #made = new Set<string>();

  /**
   * @param dir - absolute; made when the first file is written.
   */
  constructor(readonly dir: string) {}

  /**
   * @param path - slash-separated, below the tree.
   */
  write(path: string, content: string | Buffer): void {
    writeFile(this.place(path), content);
  }

  /**
   * Copies a file's bytes and mode; the copy shares blocks if the file system supports it.
   * @param from - absolute.
   * @returns the absolute path of the copy.
   */
  copy(path: string, from: string): string {
    const copy = this.place(path);
    copyFileSync(diskPath(from), diskPath(copy), constants.COPYFILE_FICLONE);
    return copy;
  }

  /**
   * Makes a symbolic link; two groups of packages may write the same path.
   * @param target - the text of the link.
   */
  link(path: string, target: string): void {
    const place = this.place(path);
    rmSync(diskPath(place), { force: true });
    symlinkSync(diskPath(target), diskPath(place));
  }

  /**
   * The absolute path of a file to write; its directory is created.
   * @throws Error if the path leaves the tree: names come from modules that nobody has vetted.
   */
  place(path: string): string {
    const file = join(this.dir, path);
    if (!isWithin(dirname(file), this.dir)) throw new Error(`${path} is outside ${this.dir}`);
    this.#makeDirectory(dirname(file));
    return file;
  }

  /** Asks the file system about each directory once; `recursive` asks about all parents every time. */
  #makeDirectory(dir: string): void {
    if (this.#made.has(dir)) return;
    if (dir === this.dir) {
      makeDirectory(dir);
    } else {
      this.#makeDirectory(dirname(dir));
      mkdirSync(diskPath(dir));
    }
    this.#made.add(dir);
  }
}

/**
 * Writes a tree next to `dir` and renames it into place, so that it appears completely or not at all.
 * @param marker - what the tree's marker file records, or a function that returns it after all else is written.
 * @param existing - what to do if something is already there: `replace` it (the caller holds a lock), or `keep` it,
 *   because another process has just finished it.
 * @param options - `flush`: wait until the marker is on the disk; needless if no later run relies on the tree.
 */
export async function publishTree(
  dir: string,
  marker: Record<string, unknown> | ((draft: string) => object),
  existing: 'replace' | 'keep',
  write: (writer: TreeWriter) => Promise<void> | void,
  { flush = true }: { flush?: boolean } = {},
): Promise<void> {
  // Several builds may write the same tree at the same time: the first one wins.
  const draft = draftIn(dirname(dir));
  const old = oldIn(dirname(dir));
  try {
    const writer = new TreeWriter(draft);
    await write(writer);
    writeMarker(join(draft, TREE_MARKER), typeof marker === 'function' ? marker(draft) : marker, flush);
    if (existing === 'replace') replaceTree(dir, draft, old);
    else renameSync(draft, dir);
  } catch (error) {
    if (!(isRace(error) && existing === 'keep')) throw error;
  } finally {
    removeTree(draft);
    removeTree(old);
  }
}

/** Whether another process has put something to the target of a rename. */
function isRace(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * Puts a finished tree in the place of another one. If that fails, the other one stays.
 * @throws UserError if a process that does not know the caller's lock writes the same directory.
 */
function replaceTree(dir: string, draft: string, old: string): void {
  try {
    if (isTaken(dir)) renameSync(dir, old);
    renameSync(draft, dir);
  } catch (error) {
    if (isTaken(old) && !isTaken(dir)) renameSync(old, dir);
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isRace(error) && !isGone) throw error;
    throw new UserError(
      `another process has written ${dir} at the same time`,
      'Its tree is there now. Give each process a different directory, or run the command again.',
    );
  }
}

/** Whether anything has this name, even a link to a missing file. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Writes a marker, the last file of a tree to be written. */
function writeMarker(file: string, marker: object, flush: boolean): void {
  writeFileSync(file, `${JSON.stringify(marker)}\n`, { mode: READ_ONLY, flush });
}

/** Replaces the marker of a finished tree, which never lacks one meanwhile. */
export function replaceMarker(dir: string, marker: object): void {
  // Next to the tree: a file in it would look like one that somebody has added.
  const draft = draftIn(dirname(dir));
  try {
    writeMarker(draft, marker, true);
    renameSync(draft, join(dir, TREE_MARKER));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What a tree's marker records, or undefined when there is no (finished) tree, or its marker is damaged. */
export function readMarker(dir: string): Record<string, unknown> | undefined {
  try {
    const marker: unknown = JSON.parse(readSmall(join(dir, TREE_MARKER))?.toString() ?? '');
    return typeof marker === 'object' && marker !== null ? { ...marker } : undefined;
  } catch {
    return undefined;
  }
}

/** The nearest directory at or above `dir` that is a tree of this tool, or undefined. */
export function findMarkedTree(dir: string): string | undefined {
  if (existsSync(join(dir, TREE_MARKER))) return dir;
  const parent = dirname(dir);
  return parent === dir ? undefined : findMarkedTree(parent);
}
