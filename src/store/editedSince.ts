import { lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readNames } from '../base/fileNames.js';
import { diskPath } from '../base/diskPath.js';
import type { GoFlag } from '../base/goFlags.js';
import type { GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { SourceFile } from '../model/sourceFile.js';
import { filesOf, moduleFiles } from './buildInputs.js';

/** How many milliseconds the clock of a file system may be late. */
const CLOCK_LAG = 20;

/**
 * A file that was written after `since`, so that go's answers or the hashes may have missed the change: sources, go.mod
 * and go.work files of local modules, and new files next to them. Files in the module cache are never edited.
 * @param since - milliseconds since 1970.
 * @returns its absolute path, or undefined if there is none.
 * @throws the file system's errors.
 */
export function editedSince(
  {
    settings,
    flags,
    graph,
    sources,
  }: { settings: GoSettings; flags: readonly GoFlag[]; graph: ModuleGraph; sources: readonly SourceFile[] },
  since: number,
): string | undefined {
  const isLocal = (module: string | undefined): boolean => graph.modules.get(module ?? '')?.local === true;
  const files = new Set([
    ...sources.filter(({ module }) => isLocal(module)).map(({ path }) => path),
    ...[...graph.packages.values()].filter(({ module }) => isLocal(module)).flatMap(filesOf),
  ]);
  const links = new Set(sources.filter(({ kind }) => kind === 'link').map(({ path }) => path));
  // A link is copied as a link, and may lead nowhere.
  const changedAt = (path: string): number | undefined =>
    (links.has(path) ? lstatSync : statSync)(diskPath(path), { throwIfNoEntry: false })?.ctimeMs;
  const isLate = (path: string): boolean => (changedAt(path) ?? 0) > since - CLOCK_LAG;
  // A source that is missing existed when the go command listed it.
  const edited = [...files].find((file) => (changedAt(file) ?? Infinity) > since - CLOCK_LAG);
  return edited ?? moduleFiles(settings, flags, graph).find(isLate) ?? newEntry(files, isLate);
}

/** New entries in the directories of these files. */
function newEntry(files: ReadonlySet<string>, isLate: (path: string) => boolean): string | undefined {
  const directories = new Set([...files].map((file) => dirname(file)));
  return [...directories]
    .filter(isLate)
    .flatMap((directory) => readNames(directory).map((name) => join(directory, name)))
    .find(isLate);
}
