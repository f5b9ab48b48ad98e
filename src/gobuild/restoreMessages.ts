import { relative, resolve } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import { relocatePaths } from '../golist/goFailure.js';
import type { NameMap } from '../names/nameMap.js';
import { shortPath } from '../base/shortPath.js';
import type { Relocation } from '../worktree/moduleCopies.js';

export interface MessageContext {
  names: NameMap;
  relocations: readonly Relocation[];
  /** The directory in which the go command ran. */
  root: string;
  /** The user's directory: paths in messages are relative to it. */
  cwd: string;
}

/** Go's messages about the work tree changed as if it had built the user's tree: original import paths, the user's files. */
export function restoreMessages(text: string, { names, relocations, root, cwd }: MessageContext): string {
  const restored = relocatePaths(text, (path) => {
    const absolute = resolve(root, path);
    // The innermost copy: the directory of a main module is inside of one of its copies.
    const found = relocations
      .filter(({ dir }) => isWithin(absolute, dir))
      .sort((a, b) => b.dir.length - a.dir.length)[0];
    return found && shortPath(resolve(found.original, relative(found.dir, absolute)), cwd);
  });
  return names.restore(restored);
}
