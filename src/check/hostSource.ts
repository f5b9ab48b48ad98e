import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import { hostRevision } from '../base/hostRevision.js';
import type { GoPackage } from '../model/moduleGraph.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

export interface HostSourceRequest {
  host: HostInfo;
  plan: RenamePlan;
  /** The packages of the build by import path. */
  packages: ReadonlyMap<string, GoPackage>;
  /** Module path → absolute directory that its shared packages were compiled from. */
  sources: ReadonlyMap<string, string>;
  /** Of the built plugin. */
  packageHashes: ReadonlyMap<string, string>;
}

/**
 * Finds shared packages of modules without a version that have different hashes than the host's, although everything
 * that they import from other modules is equal: their source is not what the host was built from.
 */
export function checkHostSource({
  host,
  plan,
  packages,
  sources,
  packageHashes,
}: HostSourceRequest): Finding[] {
  const differs = (path: string): boolean => {
    const ofHost = host.packageHashes?.get(path);
    return ofHost !== undefined && packageHashes.has(path) && packageHashes.get(path) !== ofHost;
  };
  const byModule = new Map<string, string[]>();
  for (const { importPath, decision } of plan.packages.values()) {
    const module = hostModuleOf(host, importPath);
    if (decision !== 'keep' || module === undefined || !differs(importPath)) continue;
    if (module.replace === undefined ? module.version !== undefined : module.replace.version !== undefined)
      continue;
    const imports = packages.get(importPath)?.imports ?? [];
    const because = imports.some(
      (path) => differs(path) && !sources.has(hostModuleOf(host, path)?.path ?? ''),
    );
    if (!because) byModule.set(module.path, [...(byModule.get(module.path) ?? []), importPath]);
  }
  return [...byModule].map(([module, importPaths]) => ({
    kind: 'host-source-differs',
    importPaths: importPaths.sort(),
    module,
    sourceDir: sources.get(module),
    revision: hostRevision(host),
    hostDir: hostModuleOf(host, module)?.dir,
  }));
}
