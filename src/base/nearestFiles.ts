import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { nearestNames } from './nearestNames.js';
import { shortPath } from './shortPath.js';

/**
 * The files or directories that a path which does not exist may have meant: one element of it is misspelt.
 * @param path - absolute.
 * @param cwd - the user's directory, that the results are relative to if that is shorter.
 * @returns nearest first; nothing if a directory cannot be read.
 */
export function nearestFiles(path: string, cwd: string, kind: 'directory' | 'file' | 'any'): string[] {
  const parent = existingAbove(path);
  const [wrong = '', ...rest] = relative(parent, path).split(sep);
  const isWanted = (candidate: string): boolean =>
    existsSync(candidate) && (kind === 'any' || statSync(candidate).isDirectory() === (kind === 'directory'));
  try {
    const names = readdirSync(parent).filter(
      (name) => !name.startsWith('.') && isWanted(join(parent, name, ...rest)),
    );
    return nearestNames(wrong, names).map((name) => shortPath(join(parent, name, ...rest), cwd));
  } catch {
    return [];
  }
}

function existingAbove(path: string): string {
  const parent = dirname(path);
  const isThere = parent === path || (existsSync(parent) && statSync(parent).isDirectory());
  return isThere ? parent : existingAbove(parent);
}
