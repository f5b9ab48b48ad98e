import { UserError } from '../base/userError.js';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { BuildMode } from '../model/options.js';
import type { GlobalStatePlan } from '../model/globalState.js';
import { targetImportPath } from '../names/nameMap.js';
import {
  describeReason,
  type Group,
  type GroupPrefixes,
  type PackageDecision,
  type Reason,
  type RenamePlan,
} from '../model/renamePlan.js';
import { isInternal } from '../base/internal.js';
import type { Shares } from '../model/sharing.js';

/**
 * Decides for each package of the build whether it is renamed, in which group, and why.
 * @param isolateC - the groups whose packages with C symbols are isolated.
 * @param shares - what host and plugin share besides the standard library. Groups are decided for whole modules,
 *   since a module has one go.mod in the work tree.
 * @throws UserError if a package with C code would have to be linked twice.
 */
export function decidePackages(
  graph: ModuleGraph,
  isolateC: ReadonlySet<Group>,
  shares?: Shares,
): PackageDecision[] {
  const own = ownModules(graph);
  return [...graph.packages.values()].map((pkg): PackageDecision => {
    const common = {
      importPath: pkg.importPath,
      module: pkg.module,
      version: pkg.module === undefined ? undefined : graph.modules.get(pkg.module)?.version,
    };
    if (pkg.module === undefined) {
      return { ...common, decision: 'keep', group: undefined, reason: { kind: 'standard-library' } };
    }
    const kept = shares === undefined ? undefined : keep(pkg, common, shares);
    if (kept !== undefined) return kept;
    const [group, reason] = groupOf(pkg.importPath === graph.main, own.get(pkg.module));
    const isolate = hasC(pkg) && isolateC.has(group);
    const because = group === 'dependency' ? (shares?.renamed.get(pkg.importPath) ?? reason) : reason;
    return { ...common, decision: isolate ? 'isolate' : 'rename', group, reason: because };
  });
}

/** The decision for a package that stays under its own path, or undefined. */
function keep(
  pkg: GoPackage,
  common: Pick<PackageDecision, 'importPath' | 'module' | 'version'>,
  { sharing, shared }: Shares,
): PackageDecision | undefined {
  const { importPath } = pkg;
  const unrenamed = sharing.unrenamed.get(importPath);
  if (unrenamed !== undefined) {
    const equal = unrenamed.kind === 'equal-in-host' ? { hostVersion: common.version } : {};
    return { ...common, ...equal, decision: 'keep', group: undefined, reason: unrenamed };
  }
  const ofHost = shared.packages.get(importPath);
  if (ofHost === undefined || !sharing.hosts.has(importPath)) return undefined;
  const module = ofHost.module;
  const hostVersion = shared.modules.get(module ?? '')?.version;
  if (!sharing.plugins.has(importPath)) {
    return { ...common, module, hostVersion, decision: 'keep', group: undefined, reason: ofHost.reason };
  }
  const why = sharing.split.get(module ?? '');
  if (why === undefined) throw new Error(`${importPath} is split without a reason`);
  if (hasC(pkg)) {
    throw new UserError(
      `${importPath} has C code and would be linked twice, as the host's and as the plugin's copy: ${describeReason({ kind: 'split', why })}`,
      `Use the host's version in the plugin's go.mod: go get ${module ?? ''}@${hostVersion ?? ''}.`,
    );
  }
  return { ...common, decision: 'split', group: 'dependency', hostVersion, reason: { kind: 'split', why } };
}

function hasC({ files }: GoPackage): boolean {
  return files.cgo.length > 0 || files.native.length > 0;
}

function groupOf(isMain: boolean, ownReason: Reason | undefined): [Group, Reason] {
  if (isMain) return ['main', { kind: 'main-package' }];
  return ownReason === undefined ? ['dependency', { kind: 'third-party' }] : ['own', ownReason];
}

/**
 * The groups whose C symbols must be private: all for a plugin. A c-shared library must export its own C functions, and
 * other outputs are not linked dynamically. Version scripts only exist for ELF linkers.
 */
export function isolatedGroups(buildMode: BuildMode, goos: string): ReadonlySet<Group> {
  if (!['linux', 'freebsd', 'android'].includes(goos)) return new Set();
  if (buildMode === 'plugin') return new Set(['dependency', 'own', 'main']);
  return new Set(buildMode === 'c-shared' ? ['dependency'] : []);
}

/** Gives every decided package its name, after the prefixes are known. */
export function namePackages(
  main: string,
  decisions: PackageDecision[],
  prefixes: GroupPrefixes,
  globalState: GlobalStatePlan = { uses: [], repeated: [], left: [], shared: [], shims: [] },
): RenamePlan {
  const packages = new Map(
    decisions.map((decision) => [
      decision.importPath,
      { ...decision, to: targetImportPath(prefixes, decision) },
    ]),
  );
  return { main: { from: main, to: packages.get(main)?.to ?? main }, prefixes, packages, globalState };
}

/**
 * The modules that change with the plugin's own code, each with the reason: the main modules; those whose internal packages
 * the plugin's own code imports (the `internal` rule compares path prefixes, so both need one prefix); and those that
 * import any of these (their import lines change with that prefix).
 * @param isHosts - whether the host is known to have a main module as well.
 */
export function ownModules(
  graph: ModuleGraph,
  isHosts: (module: GoModule) => boolean = () => false,
): Map<string, Reason> {
  const own = new Map<string, Reason>();
  const plugin = graph.packages.get(graph.main)?.module;
  for (const module of graph.modules.values())
    if (module.main && (module.path === plugin || !isHosts(module)))
      own.set(module.path, { kind: 'own-module' });
  const edges = [...graph.packages.values()].flatMap((importer) =>
    importer.imports
      .map((path) => graph.packages.get(path))
      .filter((imported): imported is GoPackage => imported?.module !== undefined)
      .map((imported) => ({ importer, imported })),
  );
  for (let before = -1; before !== own.size;) {
    before = own.size;
    for (const { importer, imported } of edges) {
      if (importer.module === undefined || imported.module === undefined) continue;
      const paths = { importer: importer.importPath, imported: imported.importPath };
      if (own.has(importer.module) && !own.has(imported.module) && isInternal(imported.importPath)) {
        own.set(imported.module, { kind: 'shares-internal', ...paths });
      }
      if (own.has(imported.module) && !own.has(importer.module)) {
        own.set(importer.module, { kind: 'imports-own', ...paths });
      }
    }
  }
  return own;
}
