import { hostModuleOf } from '../base/hostModuleOf.js';
import type { InspectedPackage, Inspection } from '../binary/inspectPlugin.js';
import type { HostInfo } from '../model/host.js';
import { recognisePrefixes } from '../names/nameMap.js';
import { withoutStandard } from './formatInspection.js';
import type { GraphNode, NodeState } from './packageGraph.js';

/**
 * The packages of a built plugin outside the standard library, by path. A file does not record which imports which.
 * @param host - what it is compared with.
 */
export function inspectionNodes(inspection: Inspection, host: HostInfo | undefined): GraphNode[] {
  const planned = new Map(inspection.checked.plan?.packages.map((one) => [one.importPath, one]));
  return withoutStandard(inspection).map((one): GraphNode => {
    const { original, importPath, module = '', version = '' } = one;
    const linked = host?.packages.has(original) === true;
    const hosts = host !== undefined && linked ? hostModuleOf(host, original) : undefined;
    const hostVersion = hosts?.replace?.version ?? hosts?.version ?? '';
    return {
      importPath: original,
      builtAs: importPath,
      state: stateOf(one, inspection, planned.get(original)?.decision === 'isolate', linked),
      reason: planned.get(original)?.reason ?? '',
      module,
      version,
      hostVersion,
      differs: hostVersion !== '' && version !== '' && hostVersion !== version,
      importer: '',
    };
  });
}

function stateOf(
  { original, importPath }: InspectedPackage,
  { pluginPath }: Inspection,
  isolated: boolean,
  linked: boolean,
): NodeState {
  if (importPath === pluginPath) return 'main';
  if (importPath === original) return linked ? 'shared' : 'kept';
  const own = recognisePrefixes(pluginPath)?.own;
  if (own !== undefined && importPath.startsWith(`${own}/`)) return 'own';
  return isolated ? 'isolated' : 'renamed';
}
