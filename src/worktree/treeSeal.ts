import { hash } from 'node:crypto';
import { chmodSync, lstatSync, readlinkSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import * as v from 'valibot';
import { readNames } from '../base/fileNames.js';
import { FileReader } from '../base/fileReader.js';
import { diskPath, nameFromBytes } from '../base/diskPath.js';
import { bootId } from '../process/identity.js';
import { TREE_MARKER } from '../store/treeMarker.js';

/** Identifies everything in a tree except its marker. Paths are relative, and a directory comes before its entries. */
export const sealSchema = v.object({
  /** Identifies the boot of the operating system during which the stamps were taken. */
  boot: v.string(),
  directories: v.array(v.strictTuple([v.string(), v.string()])),
  files: v.array(v.strictTuple([v.string(), v.string(), v.string()])),
});

/** Directories as [path, stamp], files and symbolic links as [path, stamp, digest]. */
export type TreeSeal = v.InferOutput<typeof sealSchema>;

/**
 * Makes all files of a tree that is not in use yet read-only, and records what identifies them.
 * @param dir - absolute.
 */
export function sealTree(dir: string): TreeSeal {
  const seal: TreeSeal = { boot: bootId(), directories: [], files: [] };
  const reader = new FileReader();
  const walk = (below: string): void => {
    for (const name of namesIn(join(dir, below)).sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      const place = join(dir, path);
      const stats = lstatSync(diskPath(place));
      if (stats.isDirectory()) {
        walk(path);
        seal.directories.push([path, stampOf(lstatSync(diskPath(place)))]);
      } else {
        if (stats.isFile() && (stats.mode & WRITABLE) !== 0)
          chmodSync(diskPath(place), stats.mode & ~WRITABLE);
        seal.files.push([path, stampOf(lstatSync(diskPath(place))), digestOf(place, stats, reader)]);
      }
    }
  };
  walk('');
  return seal;
}

const WRITABLE = 0o222;

/**
 * Compares a tree with its seal. A file whose stamp is unchanged is not read.
 * @param dir - absolute.
 * @returns the same seal; a new one if only stamps have changed, for example because a cache was copied or restored; or
 *   undefined if a file was altered, added, removed or replaced.
 */
export function checkSeal(dir: string, seal: TreeSeal): TreeSeal | undefined {
  const boot = bootId();
  // Files are not flushed to the disk one by one. After a crash, one may have its size and times but not its content; so
  // after each boot their content is compared once.
  const trusted = boot !== '' && boot === seal.boot;
  const checked: TreeSeal = { boot, directories: [], files: [] };
  const reader = new FileReader();
  let looksSame = trusted;
  let names: Map<string, string[]> | undefined;
  const isComplete = (path: string): boolean => {
    names ??= namesByDirectory(seal);
    return sameNames(namesIn(join(dir, path)), names.get(path) ?? []);
  };
  try {
    // The stamp of the tree's root directory changed when the tree was renamed into place.
    if (!lstatSync(dir).isDirectory() || !isComplete('')) return undefined;
    for (const [path, stamp] of seal.directories) {
      const stats = lstatSync(diskPath(dir + sep + path));
      const now = stampOf(stats);
      checked.directories.push([path, now]);
      if (trusted && now === stamp) continue;
      looksSame = false;
      if (!stats.isDirectory() || !isComplete(path)) return undefined;
    }
    for (const [path, stamp, digest] of seal.files) {
      // Not join, which would normalize thousands of paths.
      const place = dir + sep + path;
      const stats = lstatSync(diskPath(place));
      const now = stampOf(stats);
      checked.files.push([path, now, digest]);
      if (trusted && now === stamp) continue;
      looksSame = false;
      if (digestOf(place, stats, reader) !== digest) return undefined;
    }
  } catch (error) {
    // It is gone, or not readable.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
  return looksSame ? seal : checked;
}

/** Nobody can set the change time back, so equal size and a restored modification time do not hide an edit. */
function stampOf({ ino, size, mtimeMs, ctimeMs, mode }: Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs} ${mode}`;
}

function digestOf(path: string, stats: Stats, reader: FileReader): string {
  if (stats.isSymbolicLink()) return `-> ${nameFromBytes(readlinkSync(diskPath(path), 'buffer'))}`;
  // Reading from a pipe that has replaced a file would never end.
  return stats.isFile() ? hash('sha256', reader.read(path)) : '';
}

function namesIn(dir: string): string[] {
  return readNames(dir).filter((name) => name !== TREE_MARKER);
}

/** The entries of each directory according to a seal; the tree's root is ''. */
function namesByDirectory({ directories, files }: TreeSeal): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [path] of [...directories, ...files]) {
    const slash = path.lastIndexOf('/');
    const directory = path.slice(0, Math.max(slash, 0));
    const known = names.get(directory);
    if (known === undefined) names.set(directory, [path.slice(slash + 1)]);
    else known.push(path.slice(slash + 1));
  }
  return names;
}

function sameNames(found: readonly string[], expected: readonly string[]): boolean {
  const names = new Set(expected);
  return found.length === names.size && found.every((name) => names.has(name));
}
