import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chooseHostSource, loadHostPackages } from './host/hostPackages.js';
import { findApiReferences } from './load/apiReferences.js';
import { findRegistrants, type Registrant } from './load/registrants.js';
import type { Finding } from './model/finding.js';
import type { GoFlag } from './model/goFlags.js';
import type { HostInfo, HostModule } from './model/host.js';
import type { GoModule, GoPackage, GoSettings, ModuleGraph } from './model/moduleGraph.js';
import type { Reason } from './model/renamePlan.js';
import type { KeptModule, KeptModules, SharedPackages } from './model/sharing.js';
import { matchBeside, matchKept, unusedPatterns } from './plan/keepPatterns.js';
import {
  contentOfModule,
  contentOfRecorded,
  isDirectory,
  recordedVersion,
  versionText,
} from './plan/moduleContent.js';
import { ownModules, type Shares } from './plan/planRenames.js';
import { hostModuleOf, renameConflicts, type Conflicts } from './plan/renameConflicts.js';
import { sharePackages, type Sharing } from './plan/sharePackages.js';
import { registeringNames } from './plan/sharedRegistries.js';
import { keptModuleSums } from './rewrite/goMod.js';

export interface ShareOptions {
  host: HostInfo;
  /** Absolute directory of the host's source, or undefined. */
  hostSource: string | undefined;
  /** Patterns of packages to share. */
  keep: readonly string[];
  rename: 'all' | 'conflicts';
  /** Packages that turned out to be compiled to something else than the host's. */
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
  /** Only what the plugin is built of then, the host's packages included. */
  graph: ModuleGraph;
  shares: Shares;
  kept: KeptModules;
  findings: Finding[];
}

/**
 * Finds out what plugin and host share: what --keep names, what registers with that, and, for `--rename conflicts`,
 * what does not differ. @throws CannotDo for what cannot work.
 */
export async function shareWithHost(context: ShareContext, options: ShareOptions): Promise<SharedBuild> {
  const { graph, settings, cwd } = context;
  const { host, keep, rename, differing } = options;
  const own = ownModules(graph);
  const wanted = matchKept(host, keep);
  // From go.mod alone, its directory is the host's source.
  const isDirectory = host.source === 'module' && host.mainModule?.version === undefined;
  const source = options.hostSource ?? (isDirectory ? host.path : undefined);
  const needed = source !== undefined && wanted.size > 0;
  const hostSource = needed ? await chooseHostSource(host, source, settings, cwd) : undefined;
  const load = (more: ReadonlyMap<string, Reason>): Promise<SharedPackages> =>
    loadHostPackages({ ...context, host, wanted: new Map([...wanted, ...more]), hostSource });
  const thirdParty = new Map([...graph.packages].filter(([path]) => isThirdParty(graph, own, path)));
  for (;;) {
    const named = await load(new Map());
    const beside = matchBeside(host, keep, thirdParty, named.modules, existsSync);
    const shared = beside.size === 0 ? named : await load(beside).catch(() => named);
    const conflicts =
      rename === 'all' ? NO_CONFLICTS : renameConflicts({ graph, own, host, shared, differing });
    const isShared = (path: string): boolean => shared.packages.has(path);
    const isPrivate = (path: string): boolean => isThirdParty(graph, own, path) && !isShared(path);
    const api = findApiReferences(graph, metByOwnCode(graph, own), isShared, isPrivate);
    const ofHost = (path: string): HostModule | undefined =>
      host.packages.has(path) ? hostModuleOf(host, path) : undefined;
    const sharing = sharePackages({ graph, own, shared, api, unrenamed: conflicts.unrenamed, ofHost });
    for (const [importPath, reason] of sharing.further) wanted.set(importPath, reason);
    if (sharing.further.size > 0) continue;
    const registrants = registrantsInHost(graph, sharing, shared, host);
    const equal = registrants.filter(
      ({ registrant, pluginVersion, hostVersion }) =>
        pluginVersion === hostVersion && !wanted.has(registrant.importPath),
    );
    for (const { registrant } of equal)
      wanted.set(registrant.importPath, { kind: 'kept-registrant', registry: registrant.registry });
    if (equal.length > 0) continue;
    const shares = { sharing, shared, renamed: conflicts.renamed };
    return {
      graph: sharedGraph(graph, shares),
      shares,
      kept: keptModules(context, host, shares, hostSource),
      findings: [
        ...keptOlder(own, graph, shares),
        ...unusedPatterns(keep, sharing.hosts).map((pattern): Finding => {
          return { kind: 'keep-unused', pattern };
        }),
        ...registrants.map(({ registrant, ...versions }): Finding => {
          return { kind: 'registers-twice', ...registrant, ...versions };
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

/** The renamed packages that register with a kept one, and that the host has registered already. */
function registrantsInHost(
  graph: ModuleGraph,
  { hosts, plugins, unrenamed, split }: Sharing,
  shared: SharedPackages,
  host: HostInfo,
): { registrant: Registrant; pluginVersion: string; hostVersion: string }[] {
  const isKept = (path: string): boolean =>
    hosts.has(path) && !split.has(shared.packages.get(path)?.module ?? '');
  const renamed = [...graph.packages.values()].filter(
    ({ importPath, module }) => module !== undefined && plugins.has(importPath) && !unrenamed.has(importPath),
  );
  return findRegistrants(renamed, registeringNames(isKept)).flatMap((registrant) => {
    const { importPath } = registrant;
    const module = graph.modules.get(graph.packages.get(importPath)?.module ?? '');
    const hostModule = hostModuleOf(host, importPath);
    if (!host.packages.has(importPath) || module === undefined || hostModule === undefined) return [];
    return [{ registrant, pluginVersion: versionText(module), hostVersion: recordedVersion(hostModule) }];
  });
}

/** The modules of which own code, or what passes it their types, gets an older version than go.mod asks for. */
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
      ? [{ ...reason, kind: 'kept-older' as const, module, copied, alone: isSplit && !copied }]
      : [];
  });
}

/** What is reached from main: the plugin's versions, and those of the host's packages that it has not itself. */
function sharedGraph(graph: ModuleGraph, { sharing, shared }: Shares): ModuleGraph {
  const packages = new Map([...graph.packages].filter(([path]) => sharing.plugins.has(path)));
  for (const [path, pkg] of shared.packages)
    if (sharing.hosts.has(path) && !packages.has(path)) packages.set(path, pkg);
  return { ...graph, packages };
}

function keptModules(
  { graph, settings }: ShareContext,
  host: HostInfo,
  { sharing, shared }: Shares,
  hostSource: string | undefined,
): KeptModules {
  const ofHost = [...shared.modules.values()];
  const unrenamed = new Set([...sharing.unrenamed.keys()].map((path) => graph.packages.get(path)?.module));
  const ofPlugin = [...graph.modules.values()].filter(
    ({ path }) => unrenamed.has(path) && !shared.modules.has(path),
  );
  const fromCache = [...ofHost.filter(({ main }) => !main), ...ofPlugin];
  const modules = fromCache.map((module) => {
    const recorded = recordedModule(module, host);
    // Replaced by itself, a module stays at its version, whatever the plugin's other modules require.
    const { path, version, sum } = recorded;
    return ofPlugin.length > 0 && version !== undefined
      ? { ...recorded, replace: recorded.replace ?? { path, version, sum } }
      : recorded;
  });
  const known = [settings.goMod, hostSource && join(hostSource, 'go.mod')]
    .filter((file) => file !== undefined)
    .map((file) => join(dirname(file), 'go.sum'))
    .filter((file) => existsSync(file));
  return {
    modules,
    loaded: [...ofHost, ...ofPlugin],
    mains: ofHost.filter(({ main }) => main).map(({ dir }) => dir),
    sums: [keptModuleSums(modules), ...known.map((file) => readFileSync(file, 'utf8'))].join(''),
  };
}

/** A module as the host's go.mod has it, where it is the host's: with -trimpath positions hold the version required. */
function recordedModule(module: GoModule, host: HostInfo): KeptModule {
  const { path, version, replacement, dir } = module;
  const ofHost = host.modules.get(path);
  const recorded =
    ofHost !== undefined && contentOfRecorded(ofHost) === contentOfModule(module)
      ? ofHost
      : {
          path,
          version,
          sum: undefined,
          replace: replacement === undefined ? undefined : { path: replacement, version, sum: undefined },
        };
  return isDirectory(replacement)
    ? { ...recorded, version: ofHost?.version, replace: { path: dir, version: undefined, sum: undefined } }
    : recorded;
}
