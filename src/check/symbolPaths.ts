import type { Finding } from '../findings/finding.js';
import type { NameMap } from '../names/nameMap.js';

/** Finds symbols that still carry the original path of a package that the plan renames. One finding a package. */
export function checkSymbolPaths(symbols: readonly string[], names: NameMap): Finding[] {
  const found = new Map<string, Finding>();
  for (const symbol of symbols) {
    const importPath = names.renamedPackageOf(symbol);
    if (importPath === undefined || found.has(importPath)) continue;
    found.set(importPath, {
      kind: 'unplanned-package',
      builtAs: importPath,
      plannedAs: names.renamedPath(importPath),
    });
  }
  return [...found.values()];
}
