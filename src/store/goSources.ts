import { lstatSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { digest } from '../base/digest.js';
import { makeDirectory } from '../base/directories.js';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import { draftIn, oldIn } from './drafts.js';
import { markUsed } from './lastUse.js';
import { removeTree } from './removeTree.js';
import { TREE_MARKER } from './treeMarker.js';
import { writeFile } from './writeFile.js';

/** Go modules that are part of this program. */
type GoModuleName = 'shims' | 'probe' | 'typecheck';

/** Directories of this program that other programs read. */
type DirectoryName = GoModuleName | 'make';

/**
 * The directory of a Go module of this program. An executable contains it, so it is written to the work directory. That
 * may be shared with other users: what is there is used only if it is exactly the module, and if it cannot be written the
 * module is written to the temporary directory.
 *
 * @param tempDir - a temporary directory in the work directory.
 */
export function goSources(name: GoModuleName, tempDir: string): string {
  if (!isExecutable) return join(PACKAGE_ROOT, name);
  const workDir = dirname(tempDir);
  // A dry run has its temporary directory elsewhere, and writes nothing to the work directory.
  const kept = workDir === tmpdir() ? undefined : keepDirectory(name, workDir);
  if (kept !== undefined) return kept;
  const temporary = join(tempDir, name);
  const files = readFiles(join(PACKAGE_ROOT, name));
  if (!holds(temporary, files)) writeFiles(temporary, files);
  return temporary;
}

/**
 * Writes a directory of this program to the work directory, unless it is there. What others have changed is replaced.
 *
 * @returns its path; undefined if it cannot be written.
 */
export function keepDirectory(name: DirectoryName, workDir: string): string | undefined {
  const files = readFiles(join(PACKAGE_ROOT, name));
  const place = join(
    workDir,
    'programs',
    digest([...files].map(([path, content]) => [path, content.toString()])),
  );
  return isKept(place, files) ? place : undefined;
}

/** Content by path below the directory. */
type Files = ReadonlyMap<string, Buffer>;

function readFiles(dir: string, below = ''): Files {
  return new Map(
    readdirSync(join(dir, below), { withFileTypes: true }).flatMap((entry): [string, Buffer][] => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return [...readFiles(dir, path)];
      return [[path, entry.isFile() ? readFileSync(join(dir, path)) : Buffer.of()]];
    }),
  );
}

/** Whether a directory has these files, or has them now. */
function isKept(place: string, files: Files): boolean {
  try {
    markUsed([place]);
    if (holds(place, files)) return true;
    const kind = dirname(place);
    makeDirectory(kind);
    const draft = draftIn(kind);
    writeFiles(draft, files);
    writeFile(join(draft, TREE_MARKER), '{}');
    moveAway(place);
    try {
      renameSync(draft, place);
    } finally {
      // Another process may have been faster.
      removeTree(draft);
    }
  } catch {
    // It belongs to another user, or the disk is full.
  }
  return holds(place, files);
}

/** Removes what is damaged. */
function moveAway(place: string): void {
  if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return;
  const old = oldIn(dirname(place));
  renameSync(place, old);
  removeTree(old);
}

/** Whether a directory has these files and no others: go compiles each file that it finds. */
function holds(dir: string, files: Files): boolean {
  if (lstatSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  try {
    const found = new Map(readFiles(dir));
    found.delete(TREE_MARKER);
    return (
      found.size === files.size && [...files].every(([path, content]) => found.get(path)?.equals(content))
    );
  } catch {
    return false;
  }
}

function writeFiles(dir: string, files: Files): void {
  for (const [path, content] of files) {
    makeDirectory(dirname(join(dir, path)));
    writeFile(join(dir, path), content);
  }
}
