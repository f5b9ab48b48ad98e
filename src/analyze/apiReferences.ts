import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import type { GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { ApiReferences } from '../model/sharedPackages.js';
import { parseDeclarations } from '../syntax/declarations.js';
import type { GoHeader } from '../syntax/goHeader.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import { isExported, type TypeReference } from '../syntax/typeReferences.js';

/**
 * For each of the packages, the other packages that its exports (functions, methods, types and variables) name; for those
 * the same, down to the shared ones.
 * @param isPrivate - whether a package is third-party and not shared.
 * @throws GoSyntaxError for a file that is not valid Go; file system errors.
 */
export function findApiReferences(
  graph: ModuleGraph,
  packages: readonly GoPackage[],
  isShared: (importPath: string) => boolean,
  isPrivate: (importPath: string) => boolean,
): ApiReferences {
  const leading = leadingTo(graph, isShared, isPrivate);
  const found = new Map<string, Set<string>>();
  // The loop also visits the packages that it appends.
  const pending = new Set(packages.map(({ importPath }) => importPath).filter((path) => leading.has(path)));
  for (const importPath of pending) {
    const pkg = graph.packages.get(importPath);
    if (pkg === undefined) continue;
    const wanted = (path: string): boolean => isShared(path) || leading.has(path);
    const named = new Set(pkg.files.go.flatMap((name) => namedIn(join(pkg.dir, name), graph, wanted)));
    found.set(importPath, named);
    for (const path of named) if (!isShared(path)) pending.add(path);
  }
  return found;
}

/** The private packages that import shared ones, directly or not. */
function leadingTo(
  { packages }: ModuleGraph,
  isShared: (importPath: string) => boolean,
  isPrivate: (importPath: string) => boolean,
): Set<string> {
  const leading = new Set<string>();
  // Packages come after what they import, as `go list -deps` has them.
  for (const { importPath, imports } of packages.values()) {
    if (!isPrivate(importPath)) continue;
    if (imports.some((path) => isShared(path) || leading.has(path))) leading.add(importPath);
  }
  return leading;
}

function namedIn(file: string, graph: ModuleGraph, wanted: (importPath: string) => boolean): string[] {
  const source = readFileSync(diskPath(file));
  const header = parseGoHeader(source, file);
  if (!header.imports.some(({ importPath }) => wanted(importPath))) return [];
  const qualifiers = new Set(exportedReferences(source).map(({ qualifier }) => qualifier));
  return header.imports
    .filter((spec) => wanted(spec.importPath) && qualifiers.has(qualifierOf(spec, graph)))
    .map(({ importPath }) => importPath);
}

/** A dot import's names have no qualifier. */
function qualifierOf(spec: GoHeader['imports'][number], graph: ModuleGraph): string | undefined {
  return spec.name === '.' ? undefined : (spec.name ?? graph.packages.get(spec.importPath)?.name);
}

function exportedReferences(source: Buffer): TypeReference[] {
  const { functions, types, values } = parseDeclarations(source);
  return [
    ...functions
      .filter(({ name }) => isExported(name))
      .flatMap(({ parameters, results }) => [...parameters, ...results.flat()]),
    ...types.filter(({ name }) => isExported(name)).flatMap(({ references }) => references),
    ...values.filter(({ name }) => isExported(name)).flatMap(({ types }) => types),
  ];
}
