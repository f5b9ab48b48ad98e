import { relative } from 'node:path';

/**
 * A path as the go command prints it: relative to `cwd` if that is shorter. Commands that people copy contain it, so it
 * never looks like a flag.
 * @param path - absolute, as `cwd`.
 */
export function shortPath(path: string, cwd: string): string {
  const name = relative(cwd, path) || '.';
  const short = name.startsWith('-') ? `./${name}` : name;
  return short.length < path.length ? short : path;
}
