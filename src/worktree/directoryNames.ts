import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { requiredVersion } from '../gomod/moduleFile.js';
import { readRecord, writeRecord } from '../store/records.js';
import type { ModuleCopy } from './moduleCopies.js';

/** Name of the root directory of a module's copy → its name in a plain build. */
export type DirectoryNames = Record<string, string>;

/** After hot reloads there are traces of earlier builds of main; each has a name that depends on its content. */
const MOST_BUILDS_OF_MAIN = 500;

const OF_MAIN = /^m_[0-9a-f]{8}@/;

/**
 * Absolute file in a work directory with the names of one plugin's directories.
 * @param id - identifies its tree.
 */
export function directoryNamesFile(workDir: string, id: string): string {
  return join(workDir, 'names', `${id}.json`);
}

/**
 * The meaning of the short form `directory/file:line` of a source position, as loggers print it: the directory of the
 * copy, or, with -trimpath, the last element of the path that it was compiled with.
 * @param main - original import path of the main package.
 * @param trimmed - whether -trimpath is on.
 */
export function nameDirectories(
  copies: readonly ModuleCopy[],
  main: string,
  trimmed: boolean,
): DirectoryNames {
  const names = copies.map(({ requirement: { path, version }, relocation }): [string, string] => {
    if (!trimmed) return [basename(relocation.dir), basename(relocation.original)];
    const name = basename(path);
    const trimmedName = `${name}@${requiredVersion(path, version)}`;
    if (OF_MAIN.test(trimmedName)) return [trimmedName, basename(main)];
    return [trimmedName, version === undefined ? name : `${name}@${version}`];
  });
  return Object.fromEntries(names);
}

/**
 * Keeps the names for `trace`; those of earlier builds of main stay known.
 * @param file - absolute.
 */
export function rememberDirectoryNames(file: string, names: DirectoryNames): void {
  const before = Object.entries(readNames(file)).filter(([name]) => OF_MAIN.test(name) && !(name in names));
  writeRecord(file, { ...Object.fromEntries(before.slice(-MOST_BUILDS_OF_MAIN)), ...names });
}

/** The names that the records of a work directory agree on. */
export function knownDirectoryNames(workDir: string): ReadonlyMap<string, string> {
  const dir = join(workDir, 'names');
  const files = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.json')) : [];
  const names = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const file of files) {
    for (const [copy, original] of Object.entries(readNames(join(dir, file)))) {
      if ((names.get(copy) ?? original) !== original) doubtful.add(copy);
      names.set(copy, original);
    }
  }
  for (const copy of doubtful) names.delete(copy);
  return names;
}

/** The name of one directory, without control characters. */
const Name = v.pipe(v.string(), v.maxLength(255), v.regex(/^[^/\p{Cc}]+$/u));
const Names = v.record(Name, Name);

/** The content of a record; nothing if it is not a valid one. */
function readNames(file: string): DirectoryNames {
  return readRecord<DirectoryNames>(file, Names) ?? {};
}
