import { sep } from 'node:path';

/**
 * Whether a path is a directory or is below it. Names alone count, not links; both are absolute and normalized, or import
 * paths.
 *
 * @param separator - `/` for import paths, and for paths of another machine.
 */
export function isWithin(path: string, dir: string, separator: string = sep): boolean {
  return path === dir || path.startsWith(dir.endsWith(separator) ? dir : dir + separator);
}
