import type { HostInfo, HostModule } from '../model/host.js';
import type { GoModule, GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import { isInternal } from './internal.js';

/** What `--rename conflicts` comes to: third-party packages that stay under their own paths, and those that cannot. */
export interface Conflicts {
  unrenamed: Map<string, Reason>;
  renamed: Map<string, Reason>;
}

/**
 * Renames only the third-party packages of which the host has another version, closed over their importers (whose
 * own compiled form changes with them) and over `internal` borders.
 * @param own modules that are renamed whatever the host has; @param differing import paths that are compiled to
 * something else than the host's, equal versions or not.
 */
export function renameConflicts(
  graph: ModuleGraph,
  own: ReadonlyMap<string, unknown>,
  host: HostInfo,
  differing: ReadonlySet<string>,
): Conflicts {
  const candidates = [...graph.packages.values()].filter(
    ({ module }) => module !== undefined && !own.has(module),
  );
  const renamed = new Map<string, Reason>();
  for (const pkg of candidates) {
    const reason = whyDifferent(pkg, graph.modules.get(pkg.module ?? ''), host, differing);
    if (reason !== undefined) renamed.set(pkg.importPath, reason);
  }
  for (let before = -1; before !== renamed.size;) {
    before = renamed.size;
    for (const { importPath, imports } of candidates) {
      const through = imports.find((path) => renamed.has(path));
      if (through !== undefined && !renamed.has(importPath)) {
        renamed.set(importPath, { kind: 'imports-renamed', imported: through });
      }
      if (!renamed.has(importPath)) continue;
      for (const imported of imports) {
        const thirdParty = !own.has(graph.packages.get(imported)?.module ?? '');
        if (
          isInternal(imported) &&
          thirdParty &&
          !renamed.has(imported) &&
          graph.packages.get(imported)?.module
        )
          renamed.set(imported, { kind: 'internal-of-renamed', importer: importPath });
      }
    }
  }
  const unrenamed = new Map(
    candidates
      .filter(({ importPath }) => !renamed.has(importPath))
      .map(({ importPath }): [string, Reason] => {
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
  // A directory of the user's own has no version that the host could have, too.
  if (plugins === undefined || isDirectory(plugins.replacement)) return { kind: 'third-party' };
  if (!host.packages.has(importPath)) return undefined;
  const hosts = hostModuleOf(host, importPath);
  const same =
    hosts !== undefined && hosts.path === plugins.path && contentOf(hosts) === contentOfPlugins(plugins);
  if (!same)
    return { kind: 'differs-in-host', hostVersion: hosts === undefined ? undefined : contentOf(hosts) };
  return differing.has(importPath) ? { kind: 'differs-in-host', hostVersion: undefined } : undefined;
}

/** The host's module that holds a package: the longest path that is a prefix of it, element by element. */
export function hostModuleOf(host: HostInfo, importPath: string): HostModule | undefined {
  const all = [...host.modules.values(), ...(host.mainModule === undefined ? [] : [host.mainModule])];
  return all
    .filter(({ path }) => importPath === path || importPath.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function contentOf({ path, version, replace }: HostModule): string {
  return replace === undefined ? `${path}@${version ?? ''}` : `${replace.path}@${replace.version ?? ''}`;
}

function contentOfPlugins({ path, version, replacement }: GoModule): string {
  return `${replacement ?? path}@${version ?? ''}`;
}

/** Whether a replacement is a directory (golang.org/x/mod/modfile.IsDirectoryPath), not a module path. */
export function isDirectory(replacement: string | undefined): boolean {
  return replacement !== undefined && /^(\.{1,2}(\/|\\|$)|\/|\\|[A-Za-z]:)/.test(replacement);
}
