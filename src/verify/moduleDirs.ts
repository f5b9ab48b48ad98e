import { posix } from 'node:path';
import type { RecordedModule } from '../model/host.js';

/** What the directories of a host's modules are told from. */
export interface RecordedSources {
  /** Directories that hold compiled Go files, as the host's line table names them. */
  directories: ReadonlySet<string>;
  modules: ReadonlyMap<string, RecordedModule>;
  mainModule: string | undefined;
  /** Import path of the main package. */
  main: string;
  /** Import paths of linked packages, main left out. */
  packages: ReadonlySet<string>;
}

/**
 * The directory that each module was compiled in, told from the file table: `…/pkg/mod/M@v`, `M@v` and `M` after
 * -trimpath (cmd/go/internal/work/gc.go, trimpath), `…/vendor/M`, or a local directory.
 */
export function moduleDirectories(sources: RecordedSources): Map<string, string> {
  const { modules, mainModule } = sources;
  const local = new LocalDirectories(sources);
  const result = new Map<string, string>();
  const mainDirectory = mainModule === undefined ? undefined : local.find(mainModule);
  for (const module of modules.values()) {
    const directory =
      cached(module, sources.directories) ??
      vendored(module, sources) ??
      replaced(module, mainDirectory) ??
      local.find(module.path);
    if (directory !== undefined) result.set(module.path, directory);
  }
  return result;
}

/** In a module cache, or trimmed to `module@version`, where a replaced one keeps the version that was replaced. */
function cached(module: RecordedModule, directories: ReadonlySet<string>): string | undefined {
  const { path, version } = module.replace?.version === undefined ? module : module.replace;
  const trimmed = module.version === undefined ? undefined : `${module.path}@${module.version}`;
  const inCache = version === undefined ? undefined : `/${escapePath(path)}@${escapePath(version)}`;
  for (const directory of directories) {
    if (trimmed !== undefined && isWithin(directory, trimmed)) return trimmed;
    const at = inCache === undefined ? -1 : `${directory}/`.indexOf(`${inCache}/`);
    if (inCache !== undefined && at >= 0) return directory.slice(0, at + inCache.length);
  }
  return undefined;
}

function vendored(module: RecordedModule, sources: RecordedSources): string | undefined {
  for (const importPath of packagesOf(module.path, sources)) {
    const end = `/vendor/${importPath}`;
    for (const directory of sources.directories) {
      if (!directory.endsWith(end)) continue;
      return directory.slice(0, directory.length - (importPath.length - module.path.length));
    }
  }
  return undefined;
}

/** A replacement by a directory is written relative to the main module's go.mod. */
function replaced({ replace }: RecordedModule, mainDirectory: string | undefined): string | undefined {
  if (replace === undefined || replace.version !== undefined) return undefined;
  if (posix.isAbsolute(replace.path)) return replace.path;
  return mainDirectory?.startsWith('/') === true ? posix.resolve(mainDirectory, replace.path) : undefined;
}

/** Main modules and others that lie outside of the module cache. */
class LocalDirectories {
  readonly #absolute: string[];

  constructor(readonly sources: RecordedSources) {
    const directories = [...sources.directories];
    const goroot = directories
      .find((directory) => directory.endsWith('/src/runtime'))
      ?.slice(0, -'/runtime'.length);
    this.#absolute = directories.filter(
      (directory) =>
        directory.startsWith('/') &&
        (goroot === undefined || !isWithin(directory, goroot)) &&
        !/@v\d|\/vendor\//.test(directory),
    );
  }

  /** The directory that explains most of a module's packages, and of the directories that replace others. */
  find(module: string): string | undefined {
    const { directories, modules, mainModule } = this.sources;
    const packages = packagesOf(module, this.sources);
    if (packages.some((importPath) => directories.has(importPath))) return module;
    const ends = packages.map((importPath) => importPath.slice(module.length));
    if (module === mainModule) {
      const relative = [...modules.values()].flatMap(({ replace }) =>
        replace?.version === undefined && replace?.path.startsWith('.') === true ? [replace.path] : [],
      );
      ends.push(...relative.map((path) => `/${path}`));
    }
    const known = new Set(this.#absolute);
    const score = (root: string): number => ends.filter((end) => known.has(posix.join(root, end))).length;
    const roots = new Set(
      packages.flatMap((importPath) => {
        const end = importPath.slice(module.length);
        return this.#absolute
          .filter((path) => path.endsWith(end))
          .map((path) => path.slice(0, path.length - end.length));
      }),
    );
    const most = Math.max(...[...roots].map(score));
    const best = [...roots].filter((root) => score(root) === most);
    return best.length === 1 ? best[0] : best.find((root) => posix.basename(root) === posix.basename(module));
  }
}

function packagesOf(module: string, { modules, packages, main, mainModule }: RecordedSources): string[] {
  const below = [...packages, ...(main === '' || module !== mainModule ? [] : [main])].filter((path) =>
    isWithin(path, module),
  );
  const nested = [...modules.keys()].filter((other) => other !== module && isWithin(other, module));
  return below.filter((path) => !nested.some((other) => isWithin(path, other)));
}

/** Slash-separated. */
function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** golang.org/x/mod/module.EscapePath: capitals become `!` and the small letter. */
function escapePath(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
