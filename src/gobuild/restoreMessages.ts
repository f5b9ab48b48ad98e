import { relative, resolve } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import { relocatePaths } from '../golist/goFailure.js';
import type { NameMap } from '../names/nameMap.js';
import { shortPath } from '../base/shortPath.js';
import type { Relocation } from '../worktree/moduleCopies.js';

export interface MessageContext {
  names: NameMap;
  relocations: readonly Relocation[];
  /** Where the go command ran. */
  root: string;
  /** The user's directory: messages name files as seen from there. */
  cwd: string;
}

/** Go's messages about the work tree as if it had built the user's: original import paths, files of the user. */
export function restoreMessages(text: string, { names, relocations, root, cwd }: MessageContext): string {
  const restored = relocatePaths(text, (path) => {
    const absolute = resolve(root, path);
    // The innermost copy: a main module's own directory lies in one of its copies.
    const found = relocations
      .filter(({ dir }) => isWithin(absolute, dir))
      .sort((a, b) => b.dir.length - a.dir.length)[0];
    return found && shortPath(resolve(found.original, relative(found.dir, absolute)), cwd);
  });
  return names.restore(restored);
}
