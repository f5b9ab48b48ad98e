import * as v from 'valibot';
import { pathOfAssemblySymbol, pathOfSymbol, symbolPath } from '../names/nameMap.js';
import type { SourceFile } from '../model/sourceFile.js';
import { assemblySymbols } from '../rewrite/assembly.js';
import { parseDirectives } from '../syntax/directives.js';
import { FileReader } from '../base/fileReader.js';
import { readSource } from '../base/readSource.js';

/** The record of what {@link findSymbolReferences} returns. */
export const symbolReferencesSchema = v.array(v.tuple([v.string(), v.string()]));

/**
 * Finds the packages of these sources that refer to another one by linker symbols, perhaps without importing it: the
 * targets of //go:linkname, and whole paths in assembly.
 * @returns pairs of import paths: the package that refers, and the one that it refers to.
 * @throws SourceChanged if a file was edited; file system errors.
 */
export function findSymbolReferences(sources: readonly SourceFile[]): [user: string, named: string][] {
  const packages = new Set(sources.flatMap(({ importPath }) => importPath ?? []));
  const bySymbolPath = new Map([...packages].map((path) => [symbolPath(path), path]));
  const reader = new FileReader();
  return sources.flatMap((file): [string, string][] => {
    const { importPath } = file;
    if (importPath === undefined) return [];
    const named = namedPaths(file, reader).map((named) => bySymbolPath.get(named) ?? named);
    return [...new Set(named)]
      .filter((other) => packages.has(other) && other !== importPath)
      .map((other) => [importPath, other]);
  });
}

function namedPaths(file: SourceFile, reader: FileReader): string[] {
  switch (file.kind) {
    case 'go':
    case 'cgo':
      return parseDirectives(readSource(reader, file)).linknames.map(({ target }) =>
        pathOfSymbol(target ?? ''),
      );
    case 'assembly':
      return assemblySymbols(readSource(reader, file)).map(({ symbol }) => pathOfAssemblySymbol(symbol));
    default:
      return [];
  }
}
