import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import { readEntries } from '../base/fileNames.js';
import { diskPath } from '../base/diskPath.js';
import { splitQuoted, type GoFlag } from '../base/goFlags.js';
import { settingHas } from '../base/goSettingsTable.js';
import type { GoPackage, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { SourceFile } from '../model/sourceFile.js';
import { findProgram } from '../process/findProgram.js';
import { directoryFiles } from './directoryFiles.js';

/** The files that a build depends on. All paths absolute. */
export interface BuildInputs {
  /** Files whose content matters. */
  files: string[];
  /** Directories in which a new or a deleted file matters. */
  directories: string[];
  /** Paths that do not exist, and at which a file would matter. */
  absent: string[];
}

/**
 * Everything that decides whether the go command builds again, except command line and environment: sources of all
 * packages, the standard library's too, module and workspace files, the toolchain, the C compilers.
 * @param dir - absolute, the main package's.
 * @returns undefined if files do not cover everything.
 */
export function buildInputs(
  {
    settings,
    flags,
    graph,
    sources,
  }: { settings: GoSettings; flags: readonly GoFlag[]; graph: ModuleGraph; sources: readonly SourceFile[] },
  dir: string,
): BuildInputs | undefined {
  if (isUncovered(flags)) return undefined;
  const packages = [...graph.packages.values()].filter((pkg) => pkg.dir !== '');
  const usesC = packages.some(({ files }) => files.cgo.length > 0);
  const tools = programsOf(settings, usesC);
  const { local, cached } = directoriesOf(packages, graph, sources);
  const inputs = existing(
    [
      // The stamps of directories include the targets of their links.
      ...sources.filter(({ kind }) => kind !== 'link').map(({ path }) => path),
      ...packages.flatMap(filesOf),
      ...moduleFiles(settings, flags, graph),
      ...toolchainFiles(settings),
      ...tools.found,
      ...cached,
    ],
    local,
    [...tools.earlier, ...filesThatWouldMatter(settings, graph, dir)],
  );
  // Files that the user edits come first: then a change is found without a look at thousands of others.
  const settled = [settings.modCache, settings.goroot];
  const isSettled = (file: string): boolean => settled.some((place) => isWithin(file, place));
  const files = [
    ...inputs.files.filter((file) => !isSettled(file)),
    ...inputs.files.filter((file) => isSettled(file)),
  ];
  return { ...inputs, files };
}

/** The files that the go command's list of a build's packages depends on. */
export interface GraphInputs extends BuildInputs {
  /** Go files; it reads only their imports and directives. */
  headers: string[];
}

/**
 * The same for the results of golist/: settings, modules, packages with their files and imports. Files in the module cache
 * and in GOROOT do not change while they exist (the go command also keeps an index of them).
 */
export function graphInputs(
  { settings, flags, graph }: { settings: GoSettings; flags: readonly GoFlag[]; graph: ModuleGraph },
  dir: string,
): GraphInputs | undefined {
  if (isUncovered(flags)) return undefined;
  const packages = [...graph.packages.values()].filter((pkg) => pkg.dir !== '');
  const changing = packages.filter(
    (pkg) => ![settings.modCache, settings.goroot].some((place) => isWithin(pkg.dir, place)),
  );
  // Whether there is a C compiler decides whether cgo is enabled.
  const tools = programsOf(settings, true);
  const { local, cached } = directoriesOf(packages, graph, []);
  return {
    headers: changing.flatMap((pkg) =>
      [pkg.files.go, pkg.files.ignoredGo, pkg.files.test].flat().map((name) => join(pkg.dir, name)),
    ),
    ...existing(
      [...moduleFiles(settings, flags, graph), ...toolchainFiles(settings), ...tools.found, ...cached],
      local,
      [...tools.earlier, ...filesThatWouldMatter(settings, graph, dir)],
    ),
  };
}

function isUncovered(flags: readonly GoFlag[]): boolean {
  return flags.some(({ name }) => settingHas(`-${name}`, 'uncovered'));
}

/** Each path once; if there is no file, the path counts as missing. */
export function existing(paths: string[], directories: string[], absent: string[]): BuildInputs {
  const unique = (paths: string[]): string[] => [...new Set(paths)].sort();
  const files: string[] = [];
  const missing = [...absent];
  for (const path of unique(paths)) (existsSync(diskPath(path)) ? files : missing).push(path);
  return {
    files,
    directories: unique(directories),
    absent: unique(missing).filter((path) => !existsSync(diskPath(path))),
  };
}

/** The files of a package, absolute: those that the go command compiles, and those that it excludes for this target. */
export function filesOf({ dir, files }: GoPackage): string[] {
  const { go, ignoredGo, asm, headers, native, embed } = files;
  return [go, ignoredGo, asm, headers, native, embed].flat().map((name) => join(dir, name));
}

/**
 * The user's directories are compared by their entries. Those of the module cache and of GOROOT, which rarely change, are
 * compared by stamps, like files.
 */
function directoriesOf(
  packages: readonly GoPackage[],
  graph: ModuleGraph,
  sources: readonly SourceFile[],
): { local: string[]; cached: string[] } {
  const local = new Set<string>();
  const cached = new Set<string>();
  const placesOf = (module = ''): Set<string> => (graph.modules.get(module)?.local === true ? local : cached);
  for (const { dir, module, files } of packages) {
    const places = placesOf(module);
    places.add(dir);
    if (files.embed.length > 0) for (const below of directoriesBelow(dir)) places.add(below);
  }
  // C code may include a file of any directory of its module.
  for (const { path, module } of sources) placesOf(module).add(dirname(path));
  return { local: [...local], cached: [...cached] };
}

function directoriesBelow(dir: string): string[] {
  return readEntries(dir)
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [join(dir, name), ...directoriesBelow(join(dir, name))]);
}

/** Module and workspace files of the local modules, absolute; some may not exist. */
export function moduleFiles(
  { goMod, goWork }: GoSettings,
  flags: readonly GoFlag[],
  graph: ModuleGraph,
): string[] {
  const named = flags
    .filter(({ name }) => name === 'modfile' || name === 'pgo')
    .map(({ value }) => value ?? '');
  const roots = [...graph.modules.values()].filter(({ local }) => local).map((module) => module.dir);
  return [
    ...[goMod, ...named.filter(isAbsolute)].flatMap((file) =>
      file === undefined
        ? []
        : [file, file.replace(/\.mod$/, '.sum'), join(dirname(file), 'vendor/modules.txt')],
    ),
    ...(goWork === undefined ? [] : [goWork, `${goWork}.sum`, join(dirname(goWork), 'vendor/modules.txt')]),
    ...roots.map((root) => join(root, 'go.mod')),
    ...directoryFiles([goMod, goWork].filter((file) => file !== undefined)),
  ];
}

function toolchainFiles({ goroot, env, goos, goarch }: GoSettings): string[] {
  const tools = join(goroot, 'pkg', 'tool', `${env['GOHOSTOS'] ?? goos}_${env['GOHOSTARCH'] ?? goarch}`);
  return [
    join(goroot, 'bin', 'go'),
    join(goroot, 'VERSION'),
    join(goroot, 'go.env'),
    env['GOENV'] ?? '',
    ...['compile', 'link', 'asm', 'cgo'].map((name) => join(tools, name)),
  ].filter(isAbsolute);
}

/** The programs that a search of PATH has found, and the paths at which another one would be found first. */
function programsOf({ env }: GoSettings, usesC: boolean): { found: string[]; earlier: string[] } {
  const names = ['go', ...(usesC ? ['CC', 'CXX'].map((name) => splitQuoted(env[name] ?? '')[0] ?? '') : [])];
  const found: string[] = [];
  const earlier: string[] = [];
  for (const name of names.filter((name) => name !== '')) {
    const places = findProgram(name, '/');
    if (places.found === undefined) continue;
    const program = realpathSync(places.found);
    found.push(places.found, program);
    // Another Go version than this one may compile, but this one's settings hold for it, too.
    if (name === 'go') found.push(join(dirname(dirname(program)), 'go.env'));
    earlier.push(...places.earlier);
  }
  return { found, earlier };
}

/** A go.work above, and a go.mod between main and its module's root: the go command uses the nearest. */
function filesThatWouldMatter({ goMod, goWork }: GoSettings, graph: ModuleGraph, dir: string): string[] {
  const absent: string[] = [];
  let inModule = true;
  for (let place = dir; ; place = dirname(place)) {
    if (goWork === undefined || !goWork.startsWith(join(place, '/go.work')))
      absent.push(join(place, 'go.work'));
    if (goMod !== undefined && dirname(goMod) === place) inModule = false;
    if (inModule) absent.push(join(place, 'go.mod'));
    if (place === dirname(place)) break;
  }
  const local = [...graph.modules.values()].filter((module) => module.local);
  return [...absent, ...local.map((module) => join(module.dir, 'vendor/modules.txt'))];
}
