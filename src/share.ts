import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chooseHostSource, loadHostPackages } from './host/hostPackages.js';
import { findApiReferences } from './load/apiReferences.js';
import { findRegistrants, type Registrant } from './load/registrants.js';
import type { Finding } from './model/finding.js';
import type { GoFlag } from './model/goFlags.js';
import type { HostInfo } from './model/host.js';
import type { GoPackage, GoSettings, ModuleGraph } from './model/moduleGraph.js';
import type { KeptModule, KeptModules, SharedPackages } from './model/sharing.js';
import { matchKept } from './plan/keepPatterns.js';
import { ownModules, type Shares } from './plan/planRenames.js';
import {
  contentOfModule,
  contentOfRecorded,
  hostModuleOf,
  renameConflicts,
  type Conflicts,
} from './plan/renameConflicts.js';
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
  const source = options.hostSource ?? (host.source === 'module' ? host.path : undefined);
  const needed = source !== undefined && wanted.size > 0;
  const hostSource = needed ? await chooseHostSource(host, source, settings, cwd) : undefined;
  for (;;) {
    const shared = await loadHostPackages({ ...context, host, wanted, hostSource });
    const conflicts =
      rename === 'all' ? NO_CONFLICTS : renameConflicts({ graph, own, host, shared, differing });
    const api = findApiReferences(graph, metByOwnCode(graph, own), (path) => shared.packages.has(path));
    const sharing = sharePackages({ graph, own, shared, api, unrenamed: conflicts.unrenamed });
    const registrants = registrantsInHost(graph, sharing, shared, host);
    const equal = registrants.filter(({ pluginContent, hostContent }) => pluginContent === hostContent);
    for (const { importPath, registry } of equal)
      wanted.set(importPath, { kind: 'kept-registrant', registry });
    if (equal.length > 0) continue;
    const shares = { sharing, shared, renamed: conflicts.renamed };
    return {
      graph: sharedGraph(graph, shares),
      shares,
      kept: keptModules(context, host, shares, hostSource),
      findings: [
        ...keptOlder(own, graph, shares),
        ...registrants.map(({ pluginContent, hostContent, ...registrant }): Finding => {
          const versions = { pluginVersion: versionOf(pluginContent), hostVersion: versionOf(hostContent) };
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
    ({ importPath, module }) => met.has(importPath) && module !== undefined && !own.has(module),
  );
}

/** The renamed packages that register with a kept one, and that the host has registered already. */
function registrantsInHost(
  graph: ModuleGraph,
  { hosts, plugins, unrenamed, split }: Sharing,
  shared: SharedPackages,
  host: HostInfo,
): (Registrant & { pluginContent: string; hostContent: string })[] {
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
    return [
      { ...registrant, pluginContent: contentOfModule(module), hostContent: contentOfRecorded(hostModule) },
    ];
  });
}

/** The modules of which own code gets an older version than the plugin's go.mod asks for. */
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
  return [...sharing.split].flatMap(([module, reason]) =>
    reason.kind === 'newer' && used.has(module) ? [{ ...reason, kind: 'kept-older' as const, module }] : [],
  );
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
  const ofHost = [...shared.modules.values()].filter(
    ({ path }) => path !== host.mainModule?.path || hostSource === undefined,
  );
  const ofPlugin = [...graph.modules.values()].filter(({ path }) =>
    [...sharing.unrenamed.keys()].some((unrenamed) => graph.packages.get(unrenamed)?.module === path),
  );
  const modules = ofHost.map(({ path, version }): KeptModule => {
    return host.modules.get(path) ?? { path, version, replace: undefined, sum: undefined };
  });
  for (const { path, version, replacement } of ofPlugin) {
    if (shared.modules.has(path)) continue;
    // Replaced by itself, a module stays at the version that the plugin has, whatever others require.
    const pinned = { path: replacement ?? path, version, sum: undefined };
    modules.push({ path, version, sum: undefined, replace: hostSource === undefined ? pinned : undefined });
  }
  const known = settings.goMod === undefined ? '' : join(dirname(settings.goMod), 'go.sum');
  const sums = [keptModuleSums(modules), existsSync(known) ? readFileSync(known, 'utf8') : ''];
  return { modules, loaded: [...shared.modules.values(), ...ofPlugin], hostSource, sums: sums.join('') };
}

function versionOf(content: string): string {
  return content.slice(content.lastIndexOf('@') + 1);
}
