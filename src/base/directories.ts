import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Why nothing can be written into a directory, which need not exist yet; undefined if it is possible.
 * @param dir - absolute.
 */
export function whyNotWritable(dir: string): string | undefined {
  if (!existsSync(dir)) return whyNotWritable(dirname(dir));
  if (!statSync(dir).isDirectory()) return `${dir} is not a directory`;
  try {
    accessSync(dir, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `${dir} is not writable (${(error as NodeJS.ErrnoException).code ?? ''})`;
  }
}

/**
 * Makes a directory and its parents. Node's `recursive` never returns if the file system denies a new entry in an
 * existing directory with ENOENT, as /proc does.
 * @param dir - absolute.
 */
export function makeDirectory(dir: string): void {
  if (existsSync(dir)) return;
  makeDirectory(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // Another process has made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whether the user means a directory: the name ends in `/`, or there is one. */
export function namesDirectory(name: string, cwd: string): boolean {
  if (name.endsWith('/')) return true;
  const path = resolve(cwd, name);
  return existsSync(path) && statSync(path).isDirectory();
}
