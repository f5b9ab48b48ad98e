import { UserError } from '../base/userError.js';
import type { HostModule } from '../model/host.js';
import type { GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { Reason, SplitReason } from '../model/renamePlan.js';
import type { ApiReferences, SharedPackages } from '../model/sharedPackages.js';
import { isInternal } from '../base/internal.js';
import { contentOfModule, contentOfRecorded, isNewer, versionText } from '../base/moduleContent.js';
import type { Sharing } from '../model/sharing.js';

export interface SharingInputs {
  graph: ModuleGraph;
  /** Modules that change with the plugin's own code. */
  own: ReadonlyMap<string, Reason>;
  shared: SharedPackages;
  api: ApiReferences;
  /** Packages of the plugin's versions that keep their original paths. */
  unrenamed: ReadonlyMap<string, Reason>;
  /** The module of a package that the host has. */
  ofHost: (importPath: string) => HostModule | undefined;
  /** Modules that may not have a second copy of any package besides the host's. */
  undivided?: ReadonlySet<string> | undefined;
}

/**
 * Follows the imports from main. The plugin's own code gets the host's copy of a shared package. So do renamed
 * dependencies, unless that copy is older than they need, or the `internal` rule forbids it: then its whole module is split.
 * @throws UserError if the plugin's own code would import an internal package of the host under another path.
 */
export function sharePackages(inputs: SharingInputs): Sharing {
  const { graph, shared, unrenamed } = inputs;
  const newer = new Map<string, SplitReason & { kind: 'newer' }>();
  for (const module of shared.modules.values()) {
    const plugins = graph.modules.get(module.path);
    if (plugins === undefined || !isNewer(plugins, module)) continue;
    const [pluginVersion, hostVersion] = [versionText(plugins), versionText(module)];
    newer.set(module.path, { kind: 'newer', pluginVersion, hostVersion });
  }
  const pinned = pinnedModules(inputs);
  const split = new Map<string, SplitReason>([...newer].filter(([path]) => !pinned.has(path)));
  for (;;) {
    const walk = walkImports(inputs, split);
    const before = split.size;
    for (const [module, reason] of furtherSplits(inputs, walk, split)) {
      if (!pinned.has(module) && !split.has(module)) split.set(module, reason);
    }
    if (split.size > before) continue;
    const further = shareInternals(inputs, walk);
    return { plugins: walk.plugins, hosts: walk.hosts, unrenamed, newer, split, further };
  }
}

interface Walk {
  plugins: Set<string>;
  hosts: Set<string>;
  /** Imports of shared packages by packages that are compiled under a prefix. */
  crossings: { importer: GoPackage; imported: string }[];
}

function walkImports(
  { graph, own, shared, unrenamed }: SharingInputs,
  split: ReadonlyMap<string, unknown>,
): Walk {
  const walk: Walk = { plugins: new Set(), hosts: new Set(), crossings: [] };
  const pending: { side: 'plugin' | 'host'; path: string }[] = [{ side: 'plugin', path: graph.main }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { side, path } = next;
    const pkg = (side === 'host' ? shared.packages : graph.packages).get(path);
    const done = side === 'host' ? walk.hosts : walk.plugins;
    if (pkg === undefined || done.has(path)) continue;
    done.add(path);
    const stays = side === 'host' || unrenamed.has(path) || pkg.module === undefined;
    for (const imported of pkg.imports) {
      const meant = shared.packages.get(imported);
      const ofHost =
        meant !== undefined && (stays || own.has(pkg.module ?? '') || !split.has(meant.module ?? ''));
      if (ofHost && !stays) walk.crossings.push({ importer: pkg, imported });
      pending.push({ side: ofHost ? 'host' : 'plugin', path: imported });
    }
  }
  return walk;
}

/** Modules that must be split as well: their internal packages are needed, or they expose types of split ones. */
function* furtherSplits(
  { own, shared }: SharingInputs,
  { crossings }: Walk,
  split: ReadonlyMap<string, unknown>,
): Generator<[string, SplitReason]> {
  for (const { importer, imported } of crossings) {
    const module = shared.packages.get(imported)?.module;
    if (module === undefined || own.has(importer.module ?? '')) continue;
    if (isInternal(imported)) yield [module, { kind: 'internal', importer: importer.importPath }];
  }
  for (const { module, imports } of shared.packages.values()) {
    if (module === undefined || split.has(module)) continue;
    const imported = imports.find((path) => split.has(shared.packages.get(path)?.module ?? ''));
    if (imported !== undefined) yield [module, { kind: 'imports-split', imported }];
  }
}

/**
 * The modules that are never split, and those whose types the plugin's own code exchanges with a dependency:
 * they must be the same for both.
 */
function pinnedModules({ graph, own, shared, api, undivided }: SharingInputs): Set<string> {
  const pinned = new Set(undivided);
  const met = new Set<string>();
  for (const { module, imports } of graph.packages.values())
    if (own.has(module ?? '')) for (const imported of imports) met.add(imported);
  // The loop also visits the packages that it appends.
  for (const path of met) {
    for (const named of api.get(path) ?? []) {
      const module = shared.packages.get(named)?.module;
      if (module === undefined) met.add(named);
      else pinned.add(module);
    }
  }
  return pinned;
}

/**
 * The `internal` rule compares paths: a package under a prefix cannot import one without. If the host has it in the same
 * version, so that it would be the same under its original path, it is shared, too.
 * @throws UserError otherwise.
 */
function shareInternals(
  { graph, shared, own, ofHost }: SharingInputs,
  { crossings }: Walk,
): Map<string, Reason> {
  const further = new Map<string, Reason>();
  for (const { imported, importer } of crossings) {
    if (!isInternal(imported)) continue;
    const { importPath, module = '' } = importer;
    const hosts = own.has(module) ? undefined : ofHost(importPath);
    const plugins = graph.modules.get(module);
    const isEqual = hosts && plugins && contentOfRecorded(hosts) === contentOfModule(plugins);
    // The module of the internal package is already at the host's version.
    const isSettled = hosts?.path === shared.packages.get(imported)?.module;
    if (hosts === undefined || !(isEqual === true || isSettled)) {
      throw cutInTwo(importPath, imported, shared.packages.get(imported)?.reason, hosts !== undefined);
    }
    further.set(importPath, { kind: 'kept-internal', imported });
  }
  return further;
}

function cutInTwo(
  importer: string,
  imported: string,
  reason: Reason | undefined,
  inHost: boolean,
): UserError {
  const other = `or let ${importer} use a package that is not internal`;
  if (reason?.kind === 'kept-main-module') {
    return new UserError(
      `${importer} imports the internal package ${imported} of the host's main module, which is shared with the host; Go allows that only under the original path of ${importer}, and the plugin is renamed`,
      `Let the host link a package that is not internal and passes on what the plugin needs of ${imported}, and import that. ` +
        "Or use --keep none: the plugin then has its own copy, which does not see the host's state.",
    );
  }
  return new UserError(
    `${importer} imports the internal package ${imported}, which is shared with the host; a renamed package cannot import it`,
    inHost
      ? `Also share it: --keep ${importer}.`
      : reason?.kind === 'kept'
        ? `Exclude ${imported} from --keep ${reason.pattern}, ${other}.`
        : `${imported} is kept because a shared package imports it: keep less (--keep none leaves out what is shared by default), ${other}.`,
  );
}
