import { join } from 'node:path';
import { FileReader } from '../load/fileReader.js';
import { readSource } from '../load/readSource.js';
import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import { NameMap } from '../model/names.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { parseDeclarations } from '../syntax/declarations.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import { findLeakedTypes } from './checks/exportedApi.js';

/**
 * Which exported functions and variables of the main package let a renamed type out, told from its sources.
 * @param host where one is known, tells which of them could be shared.
 * @throws GoSyntaxError, SourceChanged.
 */
export function checkExportedTypes(
  { graph, plan, sources }: { graph: ModuleGraph; plan: RenamePlan; sources: readonly SourceFile[] },
  host?: HostInfo,
): Finding[] {
  const names = new NameMap(plan, 'main');
  const main = graph.packages.get(graph.main);
  const listed = new Map(sources.map((source) => [source.path, source]));
  const reader = new FileReader();
  const files = (main?.files.go ?? []).flatMap((name) => {
    const file = join(main?.dir ?? '', name);
    const hashed = listed.get(file);
    if (hashed === undefined) return [];
    const source = Buffer.from(readSource(reader, hashed));
    return [{ file, header: parseGoHeader(source, file), declarations: parseDeclarations(source) }];
  });
  const leaked = findLeakedTypes(
    files,
    (importPath) => names.importPath(importPath) !== undefined,
    (importPath) => graph.packages.get(importPath)?.name ?? '',
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
