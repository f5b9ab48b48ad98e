import { pleaseReport } from '../base/reportBug.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo, HostModule } from '../model/host.js';
import { hostRevision } from '../base/hostRevision.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import type { Exposure, SharedRoot } from '../model/sharedPackages.js';
import type { Shares } from '../model/sharing.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** Whether the host was developed in a module: its main module, or another member of its workspace. */
export function isMainOfHost(host: HostInfo, { path, version, replace }: HostModule): boolean {
  return path === host.mainModule?.path || (version === undefined && replace === undefined);
}

/** Whether the host has linked a package that belongs to its own main modules: only the host's copy makes sense. */
export function isHostsOwn(host: HostInfo, importPath: string): boolean {
  if (!host.packages.has(importPath)) return false;
  const module = hostModuleOf(host, importPath);
  return module !== undefined && isMainOfHost(host, module);
}

/**
 * The packages to share with a host although no pattern names them: those of its main modules that the plugin imports,
 * and those whose types the plugin exposes. What only the former import follows from them.
 * @param exposed - what the plugin's exported functions and variables expose.
 */
export function shareByDefault(
  { packages }: ModuleGraph,
  host: HostInfo,
  exposed: readonly Exposure[],
): Map<string, Reason> {
  const roots = new Map<string, Reason>();
  for (const importer of packages.values()) {
    if (isHostsOwn(host, importer.importPath)) continue;
    for (const imported of importer.imports)
      if (isHostsOwn(host, imported)) roots.set(imported, { kind: 'kept-main-module' });
  }
  for (const { importPath, symbol, symbolKind, typeName } of exposed) {
    if (!roots.has(importPath) && canBeShared(host, importPath))
      roots.set(importPath, { kind: 'kept-exposed', symbol, symbolKind, typeName });
  }
  return roots;
}

/** Whether a package is linked into the host and not a part of the standard library. */
export function canBeShared(host: HostInfo, importPath: string): boolean {
  return host.packages.has(importPath) && hostModuleOf(host, importPath) !== undefined;
}

/** The packages that are shared although no pattern names them. */
export function sharedRoots(
  byDefault: ReadonlyMap<string, Reason>,
  { sharing, shared }: Shares,
  host: HostInfo,
): SharedRoot[] {
  return [...byDefault].flatMap(([importPath, reason]) => {
    const module = shared.modules.get(shared.packages.get(importPath)?.module ?? '');
    if (!sharing.hosts.has(importPath) || module === undefined) return [];
    return [{ importPath, version: module.main ? hostRevision(host) : module.version, reason }];
  });
}

/**
 * Reports copies of the host's packages that the plugin would have: as a warning if the user asked for them.
 * @param isAsked - whether --keep none requests them.
 * @throws UserError if the user did not.
 */
export function privateFromHost(
  graph: ModuleGraph,
  { sharing }: Shares,
  host: HostInfo,
  isAsked: boolean,
): Finding[] {
  const importPaths = [...graph.packages.keys()].filter(
    (path) => sharing.plugins.has(path) && !sharing.unrenamed.has(path) && isHostsOwn(host, path),
  );
  if (importPaths.length === 0) return [];
  if (isAsked) return [{ kind: 'private-host-package', importPaths }];
  throw new UserError(
    `the plugin would have its own copies of packages of the host's main module: ${importPaths.join(', ')}`,
    `Share them with --keep, or accept the copies with --keep none. ${pleaseReport()}`,
  );
}
