import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import { readEntries } from '../base/fileNames.js';
import type { HostInfo } from '../model/host.js';
import type { GoModule, ModuleGraph } from '../model/moduleGraph.js';
import type { Consulted } from '../model/sharedPackages.js';
import { existing, type BuildInputs } from './buildInputs.js';
import { directoryFiles } from './directoryFiles.js';

/**
 * What decides what a plugin shares with its host, besides the packages in `withConsulted`: the host itself, and the
 * module files of its source.
 * @param path - absolute, as the user names the host.
 * @param named - the same, not resolved.
 * @returns undefined if files do not say it all.
 */
export function hostInputs(
  path: string,
  named: string,
  host: HostInfo,
  { hostSource, absent }: Consulted,
): BuildInputs | undefined {
  const stat = statSync(diskPath(path), { throwIfNoEntry: false });
  // MODULE@latest may be another version tomorrow.
  if (stat === undefined && host.path !== named) return undefined;
  const source = hostSource === undefined ? [] : moduleFilesAbove(hostSource);
  // The spelling of a directory that file positions record is used if it is there.
  const recorded = [host.mainModule, ...host.modules.values()].flatMap((module) => module?.dir ?? []);
  const profile = host.settings.get('-pgo') ?? '';
  const { files, directories } = stat?.isDirectory() === true ? listed(path, host) : NOTHING;
  return existing(
    [...(stat === undefined || stat.isDirectory() ? [] : [path]), ...source, ...files, profile].filter(
      isAbsolute,
    ),
    directories,
    [...(stat === undefined ? [path] : []), ...absent, ...recorded.filter(isAbsolute)],
  );
}

const NOTHING = { files: [], directories: [] };

/** A module graph with what decided what is shared, although the plugin may not be compiled from it. */
export function withConsulted(graph: ModuleGraph, { packages, modules }: Consulted): ModuleGraph {
  const all = [...graph.modules.values(), ...modules];
  const named = new Map<string, GoModule>(all.map((module) => [module.dir, module]));
  // Of two versions of a module the one that may be edited counts.
  for (const module of all) if (module.local || !named.has(module.path)) named.set(module.path, module);
  const everything = [...graph.packages.values(), ...packages];
  return {
    ...graph,
    packages: new Map(everything.map((pkg) => [`${pkg.importPath} ${pkg.dir}`, pkg])),
    modules: named,
  };
}

/** What `go list ./...` reads of a host's directory, and of the directories that its go.mod or go.work names. */
function listed(dir: string, host: HostInfo): { files: string[]; directories: string[] } {
  const local = [...host.modules.values()].filter(({ version, replace }) =>
    replace === undefined ? version === undefined : replace.version === undefined,
  );
  const roots = new Set([dir, ...local.flatMap((module) => module.dir ?? [])]);
  const directories = [...roots].filter((root) => existsSync(root)).flatMap(directoriesBelow);
  const sources = directories.flatMap((directory) =>
    readEntries(directory)
      .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.go'))
      .map(({ name }) => join(directory, name)),
  );
  return { files: [...moduleFilesAbove(dir), ...sources], directories };
}

/** A directory and those below it in which `./...` finds packages. */
function directoriesBelow(dir: string): string[] {
  const below = readEntries(dir)
    .filter((entry) => entry.isDirectory() && !/^[._]|^testdata$/.test(entry.name))
    .map(({ name }) => join(dir, name));
  return [dir, ...below.flatMap(directoriesBelow)];
}

/** Where the go command looks for a module's files, and those of the directories that they name. */
function moduleFilesAbove(dir: string): string[] {
  const files: string[] = [];
  for (let place = dir; ; place = dirname(place)) {
    for (const name of ['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'vendor/modules.txt'])
      files.push(join(place, name));
    if (place === dirname(place)) break;
  }
  return [...files, ...directoryFiles(files)];
}
