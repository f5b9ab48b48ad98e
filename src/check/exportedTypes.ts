import { readFileSync } from 'node:fs';
import { FileReader } from '../base/fileReader.js';
import { readDeclarations } from '../analyze/packageSources.js';
import { readSource } from '../base/readSource.js';
import { diskPath } from '../base/diskPath.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import { NameMap } from '../names/nameMap.js';
import type { Prepared } from '../plan/prepared.js';
import { findLeakedTypes } from '../analyze/exportedApi.js';

/**
 * Which exported functions and variables of the main package expose a renamed type, according to its sources and those
 * of the plugin's other packages.
 * @param host - if one is known, shows which of them could be shared.
 * @throws GoSyntaxError, SourceChanged.
 */
export function checkExportedTypes(
  { graph, plan, exposed, sources }: Pick<Prepared, 'graph' | 'plan' | 'exposed' | 'sources'>,
  host?: HostInfo,
): Finding[] {
  const names = new NameMap(plan, 'main');
  const main = graph.packages.get(graph.main);
  const hashed = new Map(sources.map((source) => [source.path, source]));
  const reader = new FileReader();
  const read = (path: string): Buffer => {
    const source = hashed.get(path);
    return source === undefined ? readFileSync(diskPath(path)) : Buffer.from(readSource(reader, source));
  };
  if (main === undefined) return [];
  const isRenamed = (importPath: string): boolean => names.renamedPath(importPath) !== undefined;
  const known = exposed
    ?.filter(({ importPath }) => isRenamed(importPath))
    .map((leak) => ({ ...leak, via: [] }));
  const leaked =
    known ??
    findLeakedTypes(
      readDeclarations(main, read),
      isRenamed,
      (importPath) => graph.packages.get(importPath)?.name ?? '',
      {
        filesOf: (importPath) => {
          const pkg = graph.packages.get(importPath);
          return pkg !== undefined && plan.packages.get(importPath)?.group === 'own'
            ? readDeclarations(pkg, read)
            : undefined;
        },
      },
    );
  return leaked.map(({ symbol, symbolKind, file, line, column, importPath, typeName, via }) => ({
    kind: 'exported-renamed-type',
    symbol,
    symbolKind,
    position: { file, line, column },
    importPath,
    typeName,
    via,
    inHost: host?.packages.has(importPath),
  }));
}
