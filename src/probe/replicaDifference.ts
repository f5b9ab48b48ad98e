import type { Finding } from '../findings/finding.js';
import type { HostInfo, HostModule } from '../model/host.js';
import type { ReplicaModule } from './replicaModule.js';

export interface BuiltTwin {
  host: HostInfo;
  replica: ReplicaModule;
  /** The replica's hashes, as read from the built file. */
  packageHashes: ReadonlyMap<string, string>;
  /** Absolute directory that the host's main module was compiled from; undefined if it was left out. */
  hostSource: string | undefined;
  /** Absolute directory of the module cache that it was compiled from. */
  moduleCache: string;
}

/** How a replica differs from the host, with the known causes; nothing if the hashes of the host are not known. */
export function compareTwin(built: BuiltTwin): Finding[] {
  const { host, packageHashes } = built;
  const differing: string[] = [];
  const missing: string[] = [];
  for (const [importPath, hash] of [...(host.packageHashes ?? [])].sort()) {
    const ofTwin = packageHashes.get(importPath);
    if (importPath === 'main' || ofTwin === hash) continue;
    (ofTwin === undefined ? missing : differing).push(importPath);
  }
  if (differing.length + missing.length === 0) return [];
  const reasons = [
    ...built.replica.lacking.map(describeLack),
    ...(differing.length > 0 ? describeOtherPaths(built) : []),
  ];
  return [{ kind: 'host-replica-differs', host: host.path, differing, missing, reasons }];
}

/** The module cache in the host's source positions; undefined with -trimpath, or without modules. */
export function recordedModuleCache({ modules }: HostInfo): string | undefined {
  for (const { path, replace, dir } of modules.values()) {
    // The cache spells capital letters differently, but host names have none.
    const [first = ''] = (replace?.path ?? path).split('/');
    const inCache = dir?.startsWith('/') === true && /@v[^/]*$/.test(dir);
    if (inCache) return dir.slice(0, dir.indexOf(`/${first}/`));
  }
  return undefined;
}

/** Why a module is missing. */
export function describeLack({ path, dir, replace }: HostModule): string {
  if (replace !== undefined) return `${path} is replaced by ${replace.path}, which requires --host-src`;
  return dir?.startsWith('/') === true
    ? `${path} was compiled in ${dir}; pass this directory with --host-src`
    : `${path} is the host's main module; pass its source with --host-src`;
}

function describeOtherPaths({ host, hostSource, moduleCache }: BuiltTwin): string[] {
  const cache = recordedModuleCache(host);
  const dir = host.mainModule?.dir;
  const vendored = [...host.modules.values()].find((module) => module.dir?.includes('/vendor/') === true);
  return [
    ...(vendored === undefined
      ? []
      : [`the host was compiled from a vendor directory: ${vendored.dir ?? ''}`]),
    ...(cache === undefined || cache === moduleCache
      ? []
      : [`the host was compiled from the module cache ${cache}, the replica from ${moduleCache}`]),
    ...(hostSource === undefined || dir?.startsWith('/') !== true || dir === hostSource
      ? []
      : [`the host was compiled in ${dir}, the replica in ${hostSource}`]),
  ];
}
