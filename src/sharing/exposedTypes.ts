import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { Exposed } from '../model/sharedPackages.js';
import { ownModules } from '../plan/decidePackages.js';
import { canBeShared } from './shareByDefault.js';
import { findLeakedTypes } from '../analyze/exportedApi.js';
import { readDeclarations } from '../analyze/packageSources.js';
import { typecheck, type TypecheckRequest } from '../analyze/typecheck.js';

/**
 * The types, from packages that a host has, that a plugin's exported functions and variables expose. Syntax shows most of
 * them, also through the plugin's packages; Go's type checker decides the rest.
 * @throws GoSyntaxError for a file that is not valid Go; UserError if the type checker fails.
 */
export async function findExposed(request: TypecheckRequest, host: HostInfo): Promise<Exposed> {
  const { graph } = request;
  const main = graph.packages.get(graph.main);
  const reaching = leadingToHost(graph, host);
  if (main === undefined || !reaching.has(graph.main)) return { ofHost: [], all: undefined };
  const own = ownModules(graph);
  const isWanted = (importPath: string): boolean => canBeShared(host, importPath);
  const unclear = { found: false };
  const leaked = findLeakedTypes(
    readDeclarations(main),
    isWanted,
    (importPath) => graph.packages.get(importPath)?.name ?? '',
    {
      filesOf: (importPath) => {
        const pkg = graph.packages.get(importPath);
        return pkg !== undefined && own.has(pkg.module ?? '') && !isWanted(importPath)
          ? readDeclarations(pkg)
          : undefined;
      },
      unclear: (importPath) => {
        if (importPath === undefined || reaching.has(importPath) || isGeneric(importPath))
          unclear.found = true;
      },
    },
  );
  if (!unclear.found) return { ofHost: leaked, all: undefined };
  const thirdParty = [...graph.packages.values()].filter(
    ({ module }) => module !== undefined && !own.has(module),
  );
  const others = thirdParty.map(({ importPath }) => importPath);
  const all = await typecheck(request, [...graph.packages.keys()].filter(isWanted), others);
  return { ofHost: all.filter(({ importPath }) => isWanted(importPath)), all };
}

/** The packages that the host has, and those that import one of them, directly or not: all others expose none of them. */
function leadingToHost({ packages }: ModuleGraph, host: HostInfo): Set<string> {
  const leading = new Set<string>();
  // Packages come after what they import, as `go list -deps` has them.
  for (const { importPath, imports } of packages.values())
    if (canBeShared(host, importPath) || imports.some((path) => leading.has(path))) leading.add(importPath);
  return leading;
}

/** Packages of the standard library whose functions return the types of their arguments. */
const GENERIC = new Set('atomic cmp iter maps reflect slices sync unique weak'.split(' '));

function isGeneric(importPath: string): boolean {
  return GENERIC.has(importPath.slice(importPath.lastIndexOf('/') + 1));
}
