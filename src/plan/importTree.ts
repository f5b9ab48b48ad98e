import type { ModuleGraph } from '../model/moduleGraph.js';

/** The shortest path by which each package gets into the build: import path → its importer; main has none. */
export type Importers = ReadonlyMap<string, string | undefined>;

/** Goes from main through all imports, nearest packages first, in the order of each package's list. */
export function findImporters({ main, packages }: ModuleGraph): Importers {
  const importers = new Map<string, string | undefined>([[main, undefined]]);
  // The loop also visits the packages that it adds.
  for (const [path] of importers) {
    for (const imported of packages.get(path)?.imports ?? []) {
      if (packages.has(imported) && !importers.has(imported)) importers.set(imported, path);
    }
  }
  return importers;
}

/** The packages from main to `importPath`, both included; empty when it is not imported. */
export function importChain(importers: Importers, importPath: string): string[] {
  const chain: string[] = [];
  let path: string | undefined = importPath;
  for (; path !== undefined && importers.has(path); path = importers.get(path)) chain.unshift(path);
  return chain;
}
