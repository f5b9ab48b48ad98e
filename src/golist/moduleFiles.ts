import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import { diskPath, nameFromBytes } from '../base/diskPath.js';
import { readEntries, type DirectoryEntry } from '../base/fileNames.js';

/** The files of a module that is copied completely. All paths absolute. */
export interface ModuleFiles {
  /** Regular files, with their paths in the copy: these differ only for files that replace a link. */
  files: { path: string; place: string }[];
  /** Symbolic links to files in the module, and their targets, relative to the link's directory. */
  links: { path: string; target: string }[];
  /** Symbolic links that point out of the module. */
  leftOut: string[];
}

const SKIPPED_DIRS = new Set(['.git', '.hg', '.svn', '.bzr', 'node_modules']);

/**
 * Every non-Go file of a module, without nested modules, version control and vendor directories, and without default.pgo,
 * which would make plain `go build` recompile the standard library. Links are not followed: they may point to private
 * files, to /proc, or form more paths than there are files. Pipes, sockets and devices are left out.
 * @param tests - adds the Go files below testdata directories, which do not belong to a package.
 * @throws the file system's errors.
 */
export function walkModule(root: string, tests: boolean): ModuleFiles {
  const walk = new ModuleWalk(root, tests);
  walk.directory(root, root, false);
  return walk.finish();
}

class ModuleWalk {
  readonly #found: ModuleFiles = { files: [], links: [], leftOut: [] };
  readonly #places = new Set<string>();
  readonly #linkPaths = new Set<string>();

  constructor(
    readonly root: string,
    readonly tests: boolean,
  ) {}

  /**
   * @param place - path of the directory in the copy; for the target of a link it is the link's path.
   */
  directory(dir: string, place: string, inTestdata: boolean): void {
    this.#places.add(place);
    for (const entry of readEntries(dir)) {
      const path = join(dir, entry.name);
      const at = join(place, entry.name);
      if (entry.isDirectory()) {
        const isNested = !inTestdata && existsSync(diskPath(join(path, 'go.mod')));
        if (!this.#isSkipped(entry, dir) && !isNested)
          this.directory(path, at, inTestdata || entry.name === 'testdata');
      } else if (entry.isFile()) {
        if (this.#isWanted(entry, dir, inTestdata)) this.#addFile(path, at);
      } else if (entry.isSymbolicLink() && !this.#isSkipped(entry, dir)) {
        if (this.#isWanted(entry, dir, inTestdata)) this.#addLink(path, at);
      }
    }
  }

  /** A link to a file in the module that is not copied, such as one of a nested module, becomes a copy of that file. */
  finish(): ModuleFiles {
    const { files, links, leftOut } = this.#found;
    const kept = links.filter(({ path, target }) => {
      const aim = resolve(dirname(path), target);
      if (this.#isInCopy(aim)) return true;
      const stat = lstatSync(diskPath(aim), { throwIfNoEntry: false });
      // A directory above it may be a link in the skipped part.
      if (stat !== undefined && !isWithin(realPath(aim), realPath(this.root))) leftOut.push(path);
      else if (stat?.isFile() === true) this.#addFile(aim, path);
      else if (stat?.isDirectory() === true && !isWithin(path, aim)) this.directory(aim, path, true);
      else return true;
      return false;
    });
    return { files, links: kept, leftOut };
  }

  #isSkipped({ name }: DirectoryEntry, dir: string): boolean {
    return SKIPPED_DIRS.has(name) || (name === 'vendor' && dir === this.root);
  }

  #isWanted({ name }: DirectoryEntry, dir: string, inTestdata: boolean): boolean {
    if (name.endsWith('.go')) return this.tests && inTestdata;
    return !(dir === this.root && /^go\.(mod|sum|work|work\.sum)$/.test(name)) && name !== 'default.pgo';
  }

  #addFile(path: string, place: string): void {
    this.#places.add(place);
    this.#found.files.push({ path, place });
  }

  /** Whether it points out is decided by its text: if all `..` come first, no other link on the path can point out. */
  #addLink(path: string, place: string): void {
    const aim = this.#fromRoot(resolve(dirname(path), nameFromBytes(readlinkSync(diskPath(path), 'buffer'))));
    if (path !== place || aim === undefined) {
      this.#found.leftOut.push(place);
      return;
    }
    this.#linkPaths.add(path);
    this.#found.links.push({ path, target: relative(dirname(path), aim) || '.' });
  }

  /** The same path below the root as the caller wrote it; undefined for one outside. */
  #fromRoot(path: string): string | undefined {
    if (isWithin(path, this.root)) return path;
    // An absolute link may name the real path of a root that is reached through a link.
    const real = realPath(this.root);
    return isWithin(path, real) ? join(this.root, relative(real, path)) : undefined;
  }

  #isInCopy(path: string): boolean {
    if (this.#places.has(path) || this.#linkPaths.has(path)) return true;
    // Through another link: that one is checked itself.
    for (let dir = dirname(path); isWithin(dir, this.root); dir = dirname(dir)) {
      if (this.#linkPaths.has(dir)) return true;
      // Nothing is above a root at /.
      if (dir === this.root) break;
    }
    return false;
  }
}

function realPath(path: string): string {
  return nameFromBytes(realpathSync(diskPath(path), 'buffer'));
}
