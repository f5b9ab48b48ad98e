import { relative } from 'node:path';

/** A path as the go command prints it: relative to `cwd` if that is shorter. Both absolute. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path) || '.';
  return short.length < path.length ? short : path;
}
