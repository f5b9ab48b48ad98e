import { CannotDo } from '../model/finding.js';
import { originalImportPath, recognisePrefixes, symbolPath } from '../model/names.js';
import { moduleOf, versionOf } from '../model/recordedModules.js';
import { readBinary, type Binary } from './binary.js';
import type { ObjectSymbol } from './symbols.js';

export interface InspectedPackage {
  importPath: string;
  /** The user's own path; equal to importPath where nothing was renamed. */
  original: string;
  /** Undefined for the standard library. */
  module: string | undefined;
  version: string | undefined;
  /** The hash that plugin.Open compares, as hex. */
  hash: string;
}

export interface ExportedSymbol {
  name: string;
  kind: 'func' | 'var';
}

/** What a built plugin is made of, read from the file alone. */
export interface Inspection {
  /** Absolute. */
  file: string;
  goVersion: string;
  /** The path that plugin.Open knows the plugin by; a second one of the same path cannot be loaded. */
  pluginPath: string;
  prefix: string | undefined;
  /** Sorted by original path. */
  packages: InspectedPackage[];
  exports: ExportedSymbol[];
}

/** @param file absolute; @throws CannotDo when it is no Go plugin. */
export async function inspectPlugin(file: string, cwd: string): Promise<Inspection> {
  return describePlugin(file, await readPluginBinary(file, cwd));
}

/** @param file absolute; @throws CannotDo when it is no Go plugin. */
export async function readPluginBinary(file: string, cwd: string): Promise<Binary> {
  const binary = await readBinary(file, cwd);
  const { packageHashes } = binary;
  // The linker calls a program's main package `main`; so does a plugin of a module of that name.
  const isProgram = packageHashes.has('main') && binary.info.path !== 'main';
  if (packageHashes.size === 0 || isProgram) {
    throw new CannotDo(
      `${file} is not a Go plugin: ${isProgram ? 'it is a program' : 'it records no package hashes'}`,
      'Build it with `gorename-plugin build`, or with `go build -buildmode=plugin`.',
    );
  }
  return binary;
}

/** The path that plugin.Open knows a plugin by; empty where nothing tells it. */
export function pluginPathOf({ packageHashes, info, symbols }: Binary): string {
  // Built from a list of files, a plugin has a path that only its hashes tell (cmd/go/internal/work/gc.go, pluginPath).
  const unnamed = [...packageHashes.keys()].find((path) => path.startsWith('plugin/unnamed-'));
  if (unnamed !== undefined) return unnamed;
  if (info.path !== '') return info.path;
  const functions = new Set(symbols.filter(({ type }) => type === 'F').map(({ name }) => name));
  return [...packageHashes.keys()].find((path) => functions.has(`${symbolPath(path)}.main`)) ?? '';
}

/** What `verify` shows of a plugin. */
export function describePlugin(file: string, binary: Binary): Inspection {
  const { symbols, packageHashes, info, goVersion } = binary;
  const pluginPath = pluginPathOf(binary);
  const prefixes = recognisePrefixes(pluginPath);
  const packages = [...packageHashes].map(([importPath, hash]): InspectedPackage => {
    const module = moduleOf(info.modules, importPath);
    return {
      importPath,
      original: originalImportPath(prefixes, importPath),
      module: module === undefined ? undefined : originalImportPath(prefixes, module.path),
      version: module === undefined ? undefined : versionOf(module),
      hash,
    };
  });
  return {
    file,
    goVersion,
    pluginPath,
    prefix: prefixes?.dependency,
    packages: packages.sort((a, b) => (a.original < b.original ? -1 : 1)),
    exports: exportedSymbols(symbols, pluginPath),
  };
}

/** The functions and variables that plugin.Lookup finds: exported names of the main package. */
function exportedSymbols(symbols: readonly ObjectSymbol[], pluginPath: string): ExportedSymbol[] {
  const start = `${symbolPath(pluginPath)}.`;
  return symbols
    .filter(({ name, section }) => section !== '*UND*' && name.startsWith(start))
    .map(({ name, type }): ExportedSymbol => {
      return { name: name.slice(start.length), kind: type === 'F' ? 'func' : 'var' };
    })
    .filter(({ name }) => /^\p{Lu}[\p{L}\p{Nd}_]*$/u.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
