import type { PlannedPackage } from '../model/renamePlan.js';
import type { Prepared } from '../plan/prepared.js';

/** Packages whose state the plugin's own code may use. */
export interface ImportedLibraries {
  /** Those that it imports. */
  libraries: string[];
  /** All of the same modules: their functions are followed. */
  analysed: string[];
}

/** Whether the plugin's author writes a package. */
export function isOwn({ group }: PlannedPackage): boolean {
  return group === 'own' || group === 'main';
}

/**
 * Chooses libraries that the plugin's own code imports.
 *
 * @param prepared - the plan.
 * @param candidates - packages of libraries.
 * @param isMeant - which of them are looked for; the others are followed only.
 * @returns sorted import paths; undefined if the plugin's own code imports none.
 */
export function importedLibraries(
  { graph, plan }: Pick<Prepared, 'graph' | 'plan'>,
  candidates: readonly PlannedPackage[],
  isMeant: (importPath: string) => boolean = () => true,
): ImportedLibraries | undefined {
  const own = [...plan.packages.values()].filter(isOwn);
  const imported = new Set(own.flatMap(({ importPath }) => graph.packages.get(importPath)?.imports ?? []));
  const libraries = candidates.filter(({ importPath }) => imported.has(importPath) && isMeant(importPath));
  if (libraries.length === 0) return undefined;
  const modules = new Set(libraries.map(({ module }) => module));
  return {
    libraries: pathsOf(libraries),
    analysed: pathsOf(candidates.filter(({ module }) => modules.has(module))),
  };
}

/** Sorted. */
export function pathsOf(packages: readonly PlannedPackage[]): string[] {
  return packages.map(({ importPath }) => importPath).sort();
}
