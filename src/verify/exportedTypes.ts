import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../model/diskPath.js';
import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import { NameMap } from '../model/names.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { parseDeclarations } from '../syntax/declarations.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import { findLeakedTypes } from './checks/exportedApi.js';

/**
 * Which exported functions and variables of the main package let a renamed type out, told from its sources.
 * @param host where one is known, tells which of them could be shared.
 * @throws GoSyntaxError.
 */
export function checkExportedTypes(
  { graph, plan }: { graph: ModuleGraph; plan: RenamePlan },
  host?: HostInfo,
): Finding[] {
  const names = new NameMap(plan, 'main');
  const main = graph.packages.get(graph.main);
  const files = (main?.files.go ?? []).map((name) => {
    const file = join(main?.dir ?? '', name);
    const source = readFileSync(diskPath(file));
    return { file, header: parseGoHeader(source, file), declarations: parseDeclarations(source) };
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
