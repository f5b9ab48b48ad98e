import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { RegistryUse } from '../model/registries.js';
import type { SourceFile } from '../model/sourceFile.js';
import { parseGoHeader } from '../syntax/goHeader.js';
import { findFunction } from '../syntax/declarations.js';
import { findSelectors, type WantedNames } from '../syntax/selectors.js';

/**
 * Finds where the sources use the wanted names of the standard library. Only files of packages that import one of its
 * packages are read; files of other systems and tests, whose imports the graph does not tell, always are.
 * @throws GoSyntaxError, the file system's errors.
 */
export function findRegistryUses(
  graph: ModuleGraph,
  sources: readonly SourceFile[],
  wanted: WantedNames,
): RegistryUse[] {
  if (wanted.size === 0) return [];
  return sources.flatMap(({ path, kind, importPath: user, group }) => {
    if ((kind !== 'go' && kind !== 'cgo') || user === undefined) return [];
    const pkg = graph.packages.get(user);
    const known = pkg?.files.go.includes(basename(path)) === true;
    if (known && !pkg.imports.some((path) => wanted.has(path))) return [];
    const source = readFileSync(path);
    const selectors = findSelectors(source, parseGoHeader(source, path), wanted);
    const main = group === 'main' && selectors.length > 0 ? findFunction(source, 'main') : undefined;
    return selectors.map(({ importPath: registry, ...selector }) => {
      const { start } = selector.qualifier;
      const inMain = main !== undefined && main.start <= start && start < main.end;
      return { ...selector, file: path, user, group, registry, inMain };
    });
  });
}
