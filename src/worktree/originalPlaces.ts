import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as v from 'valibot';
import { isWithin } from '../base/isWithin.js';
import { requiredVersion } from '../gomod/moduleFile.js';
import { readRecord, writeRecord } from '../store/records.js';
import type { ModuleCopy } from './moduleCopies.js';

/** Directory of compiled sources, as the file records it → absolute directory of the originals. */
export type Places = Record<string, string>;

interface PlacesRecord {
  /** Of dependencies: equal directories have equal content. */
  dependencies: Places;
  /** Of main and the plugin's own modules, by plugin path: two checkouts of a plugin are compiled in one directory. */
  builds: Record<string, Places>;
}

/** Limits of a record; the earliest entries are dropped. */
const MOST_BUILDS = 200;
const MOST_DEPENDENCIES = 5000;

/** A path without control characters: debuggers read a rule as a line. */
const Path = v.pipe(v.string(), v.maxLength(4096), v.regex(/^\P{Cc}+$/u));
const PlacesSchema = v.record(Path, Path);
const PlacesRecordSchema = v.object({
  dependencies: PlacesSchema,
  builds: v.record(Path, PlacesSchema),
});

/**
 * Keeps, for `paths`, where the sources of a build come from.
 * @param file - absolute.
 * @param pluginPath - of the build.
 * @param tree - absolute directory of the plugin's own tree.
 * @param trimmed - whether -trimpath is on.
 */
export function rememberPlaces(
  file: string,
  pluginPath: string,
  tree: string,
  copies: readonly ModuleCopy[],
  trimmed: boolean,
): void {
  const known = readPlaces(file);
  const own: Places = {};
  const dependencies = { ...known.dependencies };
  for (const copy of copies) {
    const [compiled, original] = placeOf(copy, trimmed);
    if (!v.is(Path, compiled) || !v.is(Path, original)) continue;
    if (isWithin(copy.relocation.dir, tree)) own[compiled] = original;
    else dependencies[compiled] = original;
  }
  const others = Object.entries(known.builds).filter(([path]) => path !== pluginPath);
  const record: PlacesRecord = {
    dependencies: Object.fromEntries(Object.entries(dependencies).slice(-MOST_DEPENDENCIES)),
    builds: Object.fromEntries([...others.slice(1 - MOST_BUILDS), [pluginPath, own]]),
  };
  writeRecord(file, record);
}

/** With -trimpath source positions begin with the module path that was compiled, and the version that go.mod requires. */
function placeOf({ requirement, relocation }: ModuleCopy, trimmed: boolean): [string, string] {
  const { path, version, dir } = requirement;
  if (!trimmed) return [relocation.dir, relocation.original];
  return [
    `${path}@${requiredVersion(path, version)}`,
    join(relocation.original, relative(relocation.dir, dir)),
  ];
}

/**
 * The directories of a plugin's sources that a work directory knows the originals of.
 * @param directories - that the plugin's line table names.
 */
export function findPlaces(workDir: string, pluginPath: string, directories: ReadonlySet<string>): Places {
  const dir = join(workDir, 'places');
  const places: Places = {};
  for (const name of list(dir)) {
    const { dependencies, builds } = readPlaces(join(dir, name));
    const build = Object.hasOwn(builds, pluginPath) ? builds[pluginPath] : undefined;
    for (const [compiled, original] of [...Object.entries(dependencies), ...Object.entries(build ?? {})]) {
      if ([...directories].some((one) => isWithin(one, compiled))) places[compiled] = original;
    }
  }
  return places;
}

function readPlaces(file: string): PlacesRecord {
  return readRecord<PlacesRecord>(file, PlacesRecordSchema) ?? { dependencies: {}, builds: {} };
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
