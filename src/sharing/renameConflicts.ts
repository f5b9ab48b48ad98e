import type { HostInfo, HostModule } from '../model/host.js';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import type { SharedPackages } from '../model/sharedPackages.js';
import { isInternal } from '../base/internal.js';
import {
  contentOfModule,
  contentOfRecorded,
  isDirectory,
  isNewer,
  recordedVersion,
} from '../base/moduleContent.js';
import { hostModuleOf } from '../base/hostModuleOf.js';

/** The result of `--rename conflicts`: third-party packages that keep their original paths, and those that cannot. */
export interface Conflicts {
  unrenamed: Map<string, Reason>;
  renamed: Map<string, Reason>;
}

export interface ConflictInputs {
  graph: ModuleGraph;
  /** Modules that are always renamed. */
  own: ReadonlyMap<string, unknown>;
  host: HostInfo;
  /** The kept packages, at the host's versions. */
  shared: SharedPackages;
  /** Import paths of packages whose hash differs from the host's, even if the versions are equal. */
  differing: ReadonlySet<string>;
}

/**
 * Renames only the third-party packages whose version differs from the host's, with their importers (whose compiled form
 * changes with them) and with the packages that the `internal` rule ties to them.
 */
export function renameConflicts({ graph, own, host, shared, differing }: ConflictInputs): Conflicts {
  const candidates = new Map(
    [...graph.packages].filter(
      ([path, { module }]) => module !== undefined && !own.has(module) && !shared.packages.has(path),
    ),
  );
  const renamed = new Map<string, Reason>();
  for (const pkg of candidates.values()) {
    const module = graph.modules.get(pkg.module ?? '');
    const reason = whyDifferent(pkg, module, host, differing) ?? whyAhead(pkg, graph, host, shared);
    if (reason !== undefined) renamed.set(pkg.importPath, reason);
  }
  for (let before = -1; before !== renamed.size;) {
    before = renamed.size;
    for (const { importPath, imports } of candidates.values()) {
      const through = imports.find((path) => renamed.has(path));
      if (through !== undefined && !renamed.has(importPath)) {
        renamed.set(importPath, { kind: 'imports-renamed', imported: through });
      }
      if (!renamed.has(importPath)) continue;
      for (const imported of imports) {
        if (isInternal(imported) && candidates.has(imported) && !renamed.has(imported))
          renamed.set(imported, { kind: 'internal-of-renamed', importer: importPath });
      }
    }
  }
  const unrenamed = new Map(
    [...candidates.keys()]
      .filter((importPath) => !renamed.has(importPath))
      .map((importPath): [string, Reason] => {
        return [importPath, { kind: host.packages.has(importPath) ? 'equal-in-host' : 'not-in-host' }];
      }),
  );
  return { unrenamed, renamed };
}

function whyDifferent(
  { importPath }: GoPackage,
  plugins: GoModule | undefined,
  host: HostInfo,
  differing: ReadonlySet<string>,
): Reason | undefined {
  if (plugins === undefined) return { kind: 'third-party' };
  const hosts = host.packages.has(importPath) ? hostModuleOf(host, importPath) : undefined;
  if (isDirectory(plugins.replacement) || plugins.main) {
    // A directory has no version to compare with the host's.
    if (hosts === undefined || !isSameDirectory(host, hosts, plugins)) return { kind: 'third-party' };
    return differing.has(importPath) ? { kind: 'differs-in-host', hostVersion: undefined } : undefined;
  }
  if (!host.packages.has(importPath)) return undefined;
  const same =
    hosts !== undefined &&
    hosts.path === plugins.path &&
    contentOfRecorded(hosts) === contentOfModule(plugins);
  if (!same) return { kind: 'differs-in-host', hostVersion: hosts && recordedVersion(hosts) };
  return differing.has(importPath) ? { kind: 'differs-in-host', hostVersion: undefined } : undefined;
}

/**
 * Whether host and plugin may have a module from the same directory. With -trimpath the host does not record the
 * directory: its hashes decide after the plugin is built.
 */
export function isSameDirectory(
  { packageHashes }: Pick<HostInfo, 'packageHashes'>,
  hosts: HostModule,
  plugins: GoModule,
): boolean {
  const { path, dir, replace } = hosts;
  if (path !== plugins.path || replace === undefined || replace.version !== undefined) return false;
  // A vendor directory does not contain a whole module.
  if (plugins.dir.endsWith(`/vendor/${path}`)) return false;
  return dir?.startsWith('/') === true ? dir === plugins.dir : packageHashes !== undefined;
}

/** A package that the host lacks may need the plugin's version of a kept package, and the host may have an older one. */
function whyAhead(
  { importPath, imports }: GoPackage,
  graph: ModuleGraph,
  host: HostInfo,
  { packages, modules }: SharedPackages,
): Reason | undefined {
  if (host.packages.has(importPath)) return undefined;
  const imported = imports.find((path) => {
    const module = packages.get(path)?.module ?? '';
    const [plugins, hosts] = [graph.modules.get(module), modules.get(module)];
    return plugins !== undefined && hosts !== undefined && isNewer(plugins, hosts);
  });
  return imported === undefined ? undefined : { kind: 'imports-renamed', imported };
}
