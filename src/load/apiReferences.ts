import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoPackage, ModuleGraph } from '../model/moduleGraph.js';
import type { ApiReferences } from '../model/sharing.js';
import { parseDeclarations } from '../syntax/declarations.js';
import { parseGoHeader, type GoHeader } from '../syntax/goHeader.js';
import { isExported, type TypeReference } from '../syntax/typeReferences.js';

/**
 * For each of the packages, which of `wanted` it names in what it exports: functions, methods, types and variables.
 * @throws GoSyntaxError, the file system's errors.
 */
export function findApiReferences(
  graph: ModuleGraph,
  packages: readonly GoPackage[],
  wanted: (importPath: string) => boolean,
): ApiReferences {
  return new Map(
    packages
      .filter(({ imports }) => imports.some(wanted))
      .map((pkg) => {
        const named = pkg.files.go.flatMap((name) => namedIn(join(pkg.dir, name), graph, wanted));
        return [pkg.importPath, new Set(named)];
      }),
  );
}

function namedIn(file: string, graph: ModuleGraph, wanted: (importPath: string) => boolean): string[] {
  const source = readFileSync(file);
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
