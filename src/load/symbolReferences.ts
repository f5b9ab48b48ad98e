import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { diskPath } from '../model/diskPath.js';
import { pathOfAssemblySymbol, pathOfSymbol, symbolPath } from '../model/names.js';
import type { SourceFile } from '../model/sourceFile.js';
import { assemblySymbols } from '../rewrite/assembly.js';
import { parseDirectives } from '../syntax/directives.js';

/** Of what {@link findSymbolReferences} gives, in a record. */
export const symbolReferencesSchema = v.array(v.tuple([v.string(), v.string()]));

/**
 * Which of the packages that these sources make up name one another in linker symbols, without importing each other
 * necessarily: the targets of //go:linkname, and whole paths in assembly.
 * @returns pairs of import paths: who names whom. @throws the file system's errors.
 */
export function findSymbolReferences(sources: readonly SourceFile[]): [user: string, named: string][] {
  const packages = new Set(sources.flatMap(({ importPath }) => importPath ?? []));
  const bySymbolPath = new Map([...packages].map((path) => [symbolPath(path), path]));
  return sources.flatMap(({ path, kind, importPath }): [string, string][] => {
    if (importPath === undefined) return [];
    const named = namedPaths(kind, path).map((named) => bySymbolPath.get(named) ?? named);
    return [...new Set(named)]
      .filter((other) => packages.has(other) && other !== importPath)
      .map((other) => [importPath, other]);
  });
}

function namedPaths(kind: SourceFile['kind'], path: string): string[] {
  switch (kind) {
    case 'go':
    case 'cgo':
      return parseDirectives(readFileSync(diskPath(path))).linknames.map(({ target }) =>
        pathOfSymbol(target ?? ''),
      );
    case 'assembly':
      return assemblySymbols(readFileSync(diskPath(path))).map(({ symbol }) => pathOfAssemblySymbol(symbol));
    default:
      return [];
  }
}
