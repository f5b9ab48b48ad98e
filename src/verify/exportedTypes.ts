import type { Finding } from '../model/finding.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { NameMap } from '../model/names.js';
export function checkExportedTypes(_: { graph: ModuleGraph; names: NameMap }): Finding[] {
  return [];
}
