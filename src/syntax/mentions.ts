import type { GoHeader } from './goHeader.js';
import type { WantedNames } from '../model/wantedNames.js';

/**
 * Finds the files that may use one of the names: all that do, and few others, so that few files need a closer look.
 * @returns a function of a file's bytes and its header, undefined if what it imports is not known.
 */
export function mentionsOf(wanted: WantedNames): (source: Buffer, header: GoHeader | undefined) => boolean {
  const patterns = new Map(
    [...wanted].map(([importPath, names]) => [importPath, new RegExp(`\\b(?:${[...names].join('|')})\\b`)]),
  );
  return (source, header) => {
    const imported =
      header === undefined
        ? [...patterns.values()]
        : header.imports.flatMap(({ importPath }) => patterns.get(importPath) ?? []);
    if (imported.length === 0) return false;
    const text = source.toString('latin1');
    return imported.some((names) => names.test(text));
  };
}
