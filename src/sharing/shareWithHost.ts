import { existsSync } from 'node:fs';
import { loadHostPackages } from './hostPackages.js';
import { chooseSources } from './ownSource.js';
import { keptModules } from './keptModules.js';
import { findApiReferences } from '../analyze/apiReferences.js';
import { findRegisteringPackages, type RegisteringPackage } from '../analyze/registeringPackages.js';
import { findExposed } from './exposedTypes.js';
import type { Finding } from '../findings/finding.js';
import type { GoFlag } from '../base/goFlags.js';
import type { HostInfo, HostModule } from '../model/host.js';
import type { GoModule, GoPackage, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import type {
  Consulted,
  Exposure,
  KeptModules,
  SharedPackages,
  SharedRoot,
} from '../model/sharedPackages.js';
import { keptBeside, matchBeside, matchKept, unusedPatterns } from './keepPatterns.js';
import { recordedVersion, versionText } from '../base/moduleContent.js';
import { ownModules } from '../plan/decidePackages.js';
import { hostModuleOf } from '../base/hostModuleOf.js';
import { isSameDirectory, renameConflicts, type Conflicts } from './renameConflicts.js';
import { privateFromHost, sharedRoots, shareByDefault } from './shareByDefault.js';
import type { Sharing, Shares } from '../model/sharing.js';
import { sharePackages } from './sharePackages.js';
import { registeringNames } from './registeringNames.js';

export interface ShareOptions {
  host: HostInfo;
  /** Absolute directory of the host's source, or undefined. */
  hostSource: string | undefined;
  /** Patterns of packages to share. */
  keep: readonly string[];
  /** Also share what `sharing/shareByDefault.ts` finds. */
  keepDefault: boolean;
  rename: 'all' | 'conflicts';
  /** Packages whose hash turned out to differ from the host's. */
  differing: ReadonlySet<string>;
}

export interface ShareContext {
  graph: ModuleGraph;
  settings: GoSettings;
  flags: readonly GoFlag[];
  tempDir: string;
  cwd: string;
}

export interface SharedBuild {
  /** All packages that the plugin then consists of, including the host's. */
  graph: ModuleGraph;
  shares: Shares;
  kept: KeptModules;
  /** What is shared although no pattern names it. */
  roots: SharedRoot[];
  /** All third-party types that the plugin exposes, if Go's type checker was asked. */
  exposed: Exposure[] | undefined;
  consulted: Consulted;
  findings: Finding[];
}

/**
 * Finds what plugin and host share: what matches --keep, what registers with that, and, for `--rename conflicts`, what does
 * not differ.
 * @throws UserError if sharing is not possible.
 */
export async function shareWithHost(context: ShareContext, options: ShareOptions): Promise<SharedBuild> {
  const { graph } = context;
  const { host, keep, keepDefault, rename, differing } = options;
  // Members of a workspace that the host replaces by the same directory.
  const isHosts = (module: GoModule): boolean => {
    const hosts = host.modules.get(module.path);
    return rename === 'conflicts' && hosts !== undefined && isSameDirectory(host, hosts, module);
  };
  const own = ownModules(graph, isHosts);
  const wanted = matchKept(host, keep);
  const exposed = keepDefault ? await findExposed(context, host) : { ofHost: [], all: undefined };
  const byDefault = keepDefault ? shareByDefault(graph, host, exposed.ofHost) : new Map<string, Reason>();
  for (const path of wanted.keys()) byDefault.delete(path);
  for (const [importPath, reason] of byDefault) wanted.set(importPath, reason);
  const undivided = new Set([host.mainModule?.path ?? '']);
  const sources = await chooseSources(context, options, wanted.keys());
  const load = (more: ReadonlyMap<string, Reason>): Promise<SharedPackages> =>
    loadHostPackages({ ...context, ...sources, host, wanted: new Map([...wanted, ...more]) });
  const absent = new Set<string>();
  const exists = (path: string): boolean => {
    if (existsSync(path)) return true;
    absent.add(path);
    return false;
  };
  const besideReason = (importPath: string): Reason | undefined =>
    keptBeside(keep, importPath) ??
    (keepDefault && host.mainModule !== undefined && hostModuleOf(host, importPath) === host.mainModule
      ? { kind: 'kept-beside-main' }
      : undefined);
  const plugin = graph.packages.get(graph.main)?.module;
  const isHostsMain = ({ module }: GoPackage): boolean =>
    module === host.mainModule?.path && module !== plugin;
  const others = new Map(
    [...graph.packages].filter(([path, pkg]) => isThirdParty(graph, own, path) || isHostsMain(pkg)),
  );
  for (;;) {
    const named = await load(new Map());
    const beside = matchBeside(host, besideReason, others, named.modules, exists);
    const shared = beside.size === 0 ? named : await load(beside).catch(() => named);
    const conflicts =
      rename === 'all' ? NO_CONFLICTS : renameConflicts({ graph, own, host, shared, differing });
    const isShared = (path: string): boolean => shared.packages.has(path);
    const isPrivate = (path: string): boolean => isThirdParty(graph, own, path) && !isShared(path);
    const api = findApiReferences(graph, metByOwnCode(graph, own), isShared, isPrivate);
    const ofHost = (path: string): HostModule | undefined =>
      host.packages.has(path) ? hostModuleOf(host, path) : undefined;
    const { unrenamed } = conflicts;
    const sharing = sharePackages({ graph, own, shared, api, unrenamed, ofHost, undivided });
    for (const [importPath, reason] of sharing.further) wanted.set(importPath, reason);
    if (sharing.further.size > 0) continue;
    const repeated = registeredInHost(graph, sharing, shared, host);
    const equal = repeated.filter(
      ({ registering, pluginVersion, hostVersion }) =>
        pluginVersion === hostVersion && !wanted.has(registering.importPath),
    );
    for (const { registering } of equal)
      wanted.set(registering.importPath, {
        kind: 'registers-with-kept',
        statePackage: registering.statePackage,
      });
    if (equal.length > 0) continue;
    const shares = { sharing, shared, renamed: conflicts.renamed };
    return {
      graph: sharedGraph(graph, shares),
      shares,
      kept: keptModules(context, host, shares, sources.hostSource),
      roots: sharedRoots(byDefault, shares, host),
      exposed: exposed.all,
      consulted: {
        packages: [...graph.packages.values(), ...shared.packages.values()],
        modules: [...shared.modules.values()],
        hostSource: sources.hostSource,
        absent: [...absent],
      },
      findings: [
        ...privateFromHost(graph, shares, host, !keepDefault),
        ...keptOlder(own, graph, shares),
        ...unusedPatterns(keep, sharing.hosts).map((pattern): Finding => {
          return { kind: 'keep-unused', pattern };
        }),
        ...repeated.map(({ registering, ...versions }): Finding => {
          return { kind: 'duplicate-registration', ...registering, ...versions };
        }),
      ],
    };
  }
}

const NO_CONFLICTS: Conflicts = { unrenamed: new Map(), renamed: new Map() };

/** The third-party packages that the plugin's own code imports. */
function metByOwnCode(graph: ModuleGraph, own: ReadonlyMap<string, unknown>): GoPackage[] {
  const met = new Set<string>();
  for (const { module, imports } of graph.packages.values())
    if (own.has(module ?? '')) for (const imported of imports) met.add(imported);
  return [...graph.packages.values()].filter(
    ({ importPath }) => met.has(importPath) && isThirdParty(graph, own, importPath),
  );
}

function isThirdParty(
  { packages }: ModuleGraph,
  own: ReadonlyMap<string, unknown>,
  importPath: string,
): boolean {
  const module = packages.get(importPath)?.module;
  return module !== undefined && !own.has(module);
}

/** The renamed packages that register with a kept one, if the host's copy has registered already. */
function registeredInHost(
  graph: ModuleGraph,
  { hosts, plugins, unrenamed, split }: Sharing,
  shared: SharedPackages,
  host: HostInfo,
): { registering: RegisteringPackage; pluginVersion: string; hostVersion: string }[] {
  const isKept = (path: string): boolean =>
    hosts.has(path) && !split.has(shared.packages.get(path)?.module ?? '');
  const renamed = [...graph.packages.values()].filter(
    ({ importPath, module }) => module !== undefined && plugins.has(importPath) && !unrenamed.has(importPath),
  );
  return findRegisteringPackages(renamed, registeringNames(isKept)).flatMap((registering) => {
    const { importPath } = registering;
    const module = graph.modules.get(graph.packages.get(importPath)?.module ?? '');
    const hostModule = hostModuleOf(host, importPath);
    if (!host.packages.has(importPath) || module === undefined || hostModule === undefined) return [];
    return [{ registering, pluginVersion: versionText(module), hostVersion: recordedVersion(hostModule) }];
  });
}

/** Modules that the plugin's own code, or a package that passes it their types, uses in an older version than required. */
function keptOlder(
  own: ReadonlyMap<string, unknown>,
  graph: ModuleGraph,
  { sharing, shared }: Shares,
): Finding[] {
  const used = new Set<string>();
  for (const importPath of sharing.plugins) {
    const pkg = graph.packages.get(importPath);
    if (!own.has(pkg?.module ?? '')) continue;
    for (const imported of pkg?.imports ?? []) used.add(shared.packages.get(imported)?.module ?? '');
  }
  const copies = new Set([...sharing.plugins].map((path) => graph.packages.get(path)?.module));
  return [...sharing.newer].flatMap(([module, reason]) => {
    const isSplit = sharing.split.has(module);
    const isMet = used.has(module) || !isSplit;
    const copied = isSplit && copies.has(module);
    return isMet
      ? [{ ...reason, kind: 'shared-version-older' as const, module, copied, alone: isSplit && !copied }]
      : [];
  });
}

/** Packages that main reaches: the plugin's versions, and those of the host's packages that the plugin lacks. */
function sharedGraph(graph: ModuleGraph, { sharing, shared }: Shares): ModuleGraph {
  const packages = new Map([...graph.packages].filter(([path]) => sharing.plugins.has(path)));
  for (const [path, pkg] of shared.packages)
    if (sharing.hosts.has(path) && !packages.has(path)) packages.set(path, pkg);
  return { ...graph, packages };
}
