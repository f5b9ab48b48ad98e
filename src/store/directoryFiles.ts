import { dirname, join, resolve } from 'node:path';
import { readSmall } from './records.js';

/** A word of a go.mod or go.work file, which may be quoted. */
const WORD = /"([^"]*)"|`([^`]*)`|[^\s()"`]+/g;

/** As the go command distinguishes a directory from a module path. */
const DIRECTORY = /^(\.{0,2}\/|\.{1,2}$)/;

/**
 * The go.mod files of all directories that go.mod and go.work files name (`replace`, `use`), whether or not a package
 * of theirs is built: their requirements raise the versions of others.
 * @param files - absolute.
 */
export function directoryFiles(files: readonly string[]): string[] {
  const found = new Set(files);
  // The loop ends with the files that it appends.
  for (const file of found) {
    const text = readSmall(file)?.toString() ?? '';
    for (const line of text.split('\n')) {
      const [code = ''] = line.split(/(?<=^|\s)\/\//);
      for (const [word, quoted, raw] of code.matchAll(WORD)) {
        const directory = quoted ?? raw ?? word;
        if (DIRECTORY.test(directory)) found.add(join(resolve(dirname(file), directory), 'go.mod'));
      }
    }
  }
  return [...found].filter((file) => !files.includes(file));
}
