import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { diskPath } from '../model/diskPath.js';
import { makeDirectory } from './directories.js';

/** A marker in every tree that the tool wrote: naming such a tree as input is a mistake worth a clear message. */
export const TREE_MARKER = '.gorename-plugin.json';

/** Writes files below one directory and nowhere else. */
export class TreeWriter {
  readonly #made = new Set<string>();

  /** @param dir absolute; made when the first file is written. */
  constructor(readonly dir: string) {}

  /** @param path slash-separated, below the tree. */
  write(path: string, content: string | Buffer): void {
    writeFileSync(diskPath(this.place(path)), content);
  }

  /** Copies a file's bytes and mode, sharing them where the file system can. @param from absolute. */
  copy(path: string, from: string): void {
    copyFileSync(diskPath(from), diskPath(this.place(path)), constants.COPYFILE_FICLONE);
  }

  /**
   * The absolute path of a file to be written, its directory made.
   * @throws when the path leaves the tree: names come from modules that nobody has vetted.
   */
  place(path: string): string {
    const file = join(this.dir, path);
    if (!file.startsWith(this.dir + sep)) throw new Error(`${path} lies outside ${this.dir}`);
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
 * Writes a tree beside `dir` and renames it into place, so that it appears whole or not at all.
 * @param marker what the tree's marker file records; @param existing what to do with a tree that is there by then:
 * `replace` it (the caller holds a lock), or `keep` it as one that another process has just finished.
 */
export async function publishTree(
  dir: string,
  marker: object,
  existing: 'replace' | 'keep',
  write: (writer: TreeWriter) => Promise<void>,
): Promise<void> {
  // Plugins that are built at once may write the same tree: whoever is first has it.
  const id = randomUUID();
  const draft = join(dirname(dir), `.${basename(dir)}.draft-${id}`);
  const old = join(dirname(dir), `.${basename(dir)}.old-${id}`);
  try {
    const writer = new TreeWriter(draft);
    await write(writer);
    writer.write(TREE_MARKER, `${JSON.stringify(marker, undefined, 2)}\n`);
    if (existing === 'replace' && existsSync(dir)) renameSync(dir, old);
    renameSync(draft, dir);
  } catch (error) {
    const taken = ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!(taken && existing === 'keep')) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** What a tree's marker records, or undefined where there is no (finished) tree. */
export function readMarker(dir: string): Record<string, unknown> | undefined {
  const file = join(dir, TREE_MARKER);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : undefined;
}

/** The nearest directory at or above `dir` that is a tree of this tool, or undefined. */
export function findMarkedTree(dir: string): string | undefined {
  if (existsSync(join(dir, TREE_MARKER))) return dir;
  const parent = dirname(dir);
  return parent === dir ? undefined : findMarkedTree(parent);
}
