import { posix } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import type { RecordedModule } from '../model/host.js';
import { copyDirectory } from '../names/nameMap.js';
import type { BuiltModule } from './builtModules.js';

/** The facts from which the directories of a program's modules are derived. */
export interface RecordedSources {
  /** Directories that hold compiled Go files, as in the program's line table; directories without code are not in it. */
  directories: ReadonlySet<string>;
  modules: ReadonlyMap<string, BuiltModule>;
  mainModule: string | undefined;
  /** Import path of the main package. */
  main: string;
  /** Import paths of linked packages. */
  packages: ReadonlySet<string>;
}

/**
 * The directory that each module was compiled in, as source positions record it: `…/pkg/mod/M@v`, `…/vendor/M`, a local
 * directory, or after -trimpath `M@v`, and `M` for main modules (cmd/go/internal/work/gc.go, trimpath). A build takes
 * modules either from the module cache or from a vendor directory, so one module shows it for all.
 */
export function moduleDirectories(sources: RecordedSources): Map<string, string> {
  const { directories, mainModule } = sources;
  const all = [...sources.modules.values()];
  const modules = all.filter(({ original }) => original === undefined);
  const trimmed = directories.has('runtime');
  const local = new LocalDirectories(sources);
  const mainDirectory = mainModule === undefined ? undefined : local.find(mainModule);
  const vendor = local.findVendor();
  const cache = findCache(modules, directories);
  const result = new Map<string, string>();
  for (const module of modules) {
    const { path, version, replace } = module;
    const isLocal = version === undefined && replace === undefined;
    const directory = trimmed
      ? version === undefined
        ? path
        : `${path}@${version}`
      : isLocal
        ? local.find(path)
        : vendor !== undefined
          ? `${vendor}/${path}`
          : (replacement(module, mainDirectory) ?? (cache && `${cache}/${inCache(module) ?? ''}`));
    if (directory !== undefined) result.set(path, directory);
  }
  const others = new Set(result.values());
  for (const { path, version, original } of all) {
    if (original === undefined) continue;
    const directory = trimmed ? `${path}@${version ?? ''}` : findCopy(original, version, directories, others);
    if (directory !== undefined) result.set(path, directory);
  }
  return result;
}

/**
 * The directory of a renamed module's copy in a work directory; undefined with -trimpath, and if none of its files is compiled.
 * @param original - the module's path before it was renamed.
 * @param others - directories of modules that are not renamed: of a module that is also shared, for example.
 */
function findCopy(
  original: string,
  version: string | undefined,
  directories: ReadonlySet<string>,
  others: ReadonlySet<string | undefined>,
): string | undefined {
  const copy = `/${copyDirectory(original, version)}/`;
  for (const directory of directories) {
    const at = `${directory}/`.indexOf(copy);
    const root = directory.slice(0, at + copy.length - 1);
    if (at >= 0 && !others.has(root)) return root;
  }
  return undefined;
}

/** GOMODCACHE, derived from the directory of one of its modules. */
function findCache(modules: readonly RecordedModule[], directories: ReadonlySet<string>): string | undefined {
  for (const module of modules) {
    const below = inCache(module);
    if (below === undefined) continue;
    for (const directory of directories) {
      const at = `${directory}/`.indexOf(`/${below}/`);
      if (at >= 0) return directory.slice(0, at);
    }
  }
  return undefined;
}

/** A module's directory below GOMODCACHE; undefined if the module is not from there. */
function inCache(module: RecordedModule): string | undefined {
  const { path, version } = module.replace ?? module;
  return version === undefined ? undefined : `${escapePath(path)}@${escapePath(version)}`;
}

/** A replacement by a directory is written relative to the main module's go.mod. */
function replacement({ replace }: RecordedModule, mainDirectory: string | undefined): string | undefined {
  if (replace === undefined || replace.version !== undefined) return undefined;
  if (posix.isAbsolute(replace.path)) return replace.path;
  return mainDirectory && posix.resolve(mainDirectory, replace.path);
}

/** Directories that are neither in the module cache nor in GOROOT. */
class LocalDirectories {
  readonly #absolute: string[];

  constructor(readonly sources: RecordedSources) {
    const all = [...sources.directories];
    const runtime = '/src/runtime';
    const goroot = all.find((path) => path.endsWith(runtime))?.slice(0, -runtime.length);
    this.#absolute = all.filter(
      (path) => path.startsWith('/') && (goroot === undefined || !isWithin(path, goroot, '/')),
    );
  }

  /** The main module's vendor directory, if one was used. */
  findVendor(): string | undefined {
    for (const module of this.sources.modules.keys()) {
      for (const importPath of packagesOf(module, this.sources)) {
        const found = this.#absolute.find((path) => path.endsWith(`/vendor/${importPath}`));
        if (found !== undefined) return found.slice(0, -importPath.length - 1);
      }
    }
    return undefined;
  }

  /** A main module's directory: the one that fits most of its packages, and most directories that replace others. */
  find(module: string): string | undefined {
    const { modules, mainModule } = this.sources;
    const ends = packagesOf(module, this.sources).map((importPath) => importPath.slice(module.length));
    const local = this.#absolute.filter((path) => !/@v\d|\/vendor\//.test(path));
    const roots = new Set(
      ends.flatMap((end) =>
        local.filter((path) => path.endsWith(end)).map((path) => path.slice(0, path.length - end.length)),
      ),
    );
    const relative = [...modules.values()].flatMap(({ replace }) =>
      replace?.version === undefined && replace?.path.startsWith('.') === true ? [`/${replace.path}`] : [],
    );
    const hints = module === mainModule ? [...ends, ...relative] : ends;
    const score = (root: string): number =>
      hints.filter((end) => local.includes(posix.join(root, end))).length;
    const most = Math.max(...[...roots].map(score));
    const best = [...roots].filter((root) => score(root) === most);
    return best.length === 1 ? best[0] : best.find((root) => posix.basename(root) === posix.basename(module));
  }
}

function packagesOf(module: string, { modules, packages, main, mainModule }: RecordedSources): string[] {
  const below = [...packages, ...(main === '' || module !== mainModule ? [] : [main])].filter((path) =>
    isWithin(path, module, '/'),
  );
  const nested = [...modules.keys()].filter((other) => other !== module && isWithin(other, module, '/'));
  return below.filter((path) => !nested.some((other) => isWithin(path, other, '/')));
}

/** golang.org/x/mod/module.EscapePath: capitals become `!` and the small letter. */
function escapePath(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
