/** Module graphs by hand. */
import type { GoModule, GoPackage, ModuleGraph, PackageFiles } from '../../src/model/moduleGraph.js';

/** `modulePath` or `modulePath/inner` -> what it imports; packages of no listed module are the standard library's. */
export type Imports = Record<string, string[]>;

/**
 * A graph whose first main module's first package is the main package.
 * @param files - what packages have besides one Go file.
 */
export function graphOf(
  modules: Record<string, Partial<GoModule>>,
  packages: Imports,
  files: Record<string, Partial<PackageFiles>> = {},
): ModuleGraph {
  const graph: ModuleGraph = { main: '', packages: new Map(), modules: new Map(), godebug: [] };
  for (const [path, module] of Object.entries(modules)) {
    const main = module.main === true;
    const version = main ? undefined : 'v1.0.0';
    const dir = `/${path}`;
    const replacement = undefined;
    graph.modules.set(path, {
      path,
      version,
      replacement,
      dir,
      goVersion: '1.20',
      main,
      local: main,
      ...module,
    });
  }
  for (const [importPath, imports] of Object.entries(packages)) {
    const module = Object.keys(modules)
      .filter((path) => importPath === path || importPath.startsWith(`${path}/`))
      .sort((a, b) => b.length - a.length)[0];
    graph.packages.set(importPath, packageOf(importPath, module, imports, files[importPath]));
    if (graph.main === '' && graph.modules.get(module ?? '')?.main === true) graph.main = importPath;
  }
  return graph;
}

function packageOf(
  importPath: string,
  module: string | undefined,
  imports: string[],
  change: Partial<PackageFiles> = {},
): GoPackage {
  const files: PackageFiles = {
    go: ['a.go'],
    cgo: [],
    ignoredGo: [],
    asm: [],
    headers: [],
    native: [],
    embed: [],
    test: [],
    testEmbed: [],
    ...change,
  };
  const name = importPath.split('/').at(-1) ?? '';
  return { importPath, name, dir: `/${importPath}`, standard: module === undefined, module, files, imports };
}
