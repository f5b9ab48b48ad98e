import { UserError } from '../base/userError.js';
import { originalImportPath, recognisePrefixes, symbolPath } from '../names/nameMap.js';
import { versionOf } from '../names/moduleVersion.js';
import { moduleOf } from '../base/recordedModules.js';
import { builtModules } from './builtModules.js';
import { Binary } from './goBinary.js';
import { readPlan, type CheckedPlan } from './readPlan.js';
import { findSymbols } from './symbols.js';

export interface InspectedPackage {
  importPath: string;
  /** The original path; equal to importPath if nothing was renamed. */
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

/** What a built plugin consists of, read from the file alone. */
export interface Inspection {
  /** Absolute. */
  file: string;
  goVersion: string;
  /** The path that plugin.Open knows the plugin by; a second plugin with the same path cannot be loaded. */
  pluginPath: string;
  prefix: string | undefined;
  /** Sorted by original path. */
  packages: InspectedPackage[];
  exports: ExportedSymbol[];
  /** The plan that it carries. */
  checked: CheckedPlan;
}

/**
 * @param file - absolute.
 * @throws UserError if it is not a Go plugin.
 */
export async function inspectPlugin(file: string, cwd: string): Promise<Inspection> {
  return describePlugin(new Binary(file, cwd));
}

/** @throws UserError if it is not a Go plugin. */
export async function requirePlugin(binary: Binary): Promise<void> {
  const [packageHashes, info] = await Promise.all([binary.packageHashes(), binary.info()]);
  // The linker calls a program's main package `main`; so is that of a plugin in a module of that name.
  const isProgram = packageHashes.has('main') && info.path !== 'main';
  if (packageHashes.size === 0 || isProgram) {
    throw new UserError(
      `${binary.file} is not a Go plugin: ${isProgram ? 'it is a program' : 'it records no package hashes'}`,
      'Build it with `gorename-plugin build`, or with `go build -buildmode=plugin`.',
    );
  }
}

/** The path that plugin.Open knows a plugin by; empty if it is not recorded. */
export async function pluginPathOf(binary: Binary): Promise<string> {
  const [packageHashes, info] = await Promise.all([binary.packageHashes(), binary.info()]);
  // A plugin that is built from a list of files has a path that only its hashes show (cmd/go/internal/work/gc.go, pluginPath).
  const unnamed = [...packageHashes.keys()].find((path) => path.startsWith('plugin/unnamed-'));
  if (unnamed !== undefined) return unnamed;
  if (info.path !== '') return info.path;
  const symbols = await binary.symbols();
  const functions = new Set(symbols.filter(({ type }) => type === 'F').map(({ name }) => name));
  return [...packageHashes.keys()].find((path) => functions.has(`${symbolPath(path)}.main`)) ?? '';
}

/**
 * The information that `verify` shows about a plugin.
 * @throws UserError if it is not a Go plugin.
 */
export async function describePlugin(binary: Binary): Promise<Inspection> {
  // What takes longest comes first; it also reads the hashes.
  const [definitions, packageHashes, info] = await Promise.all([
    binary.definitions(),
    binary.packageHashes(),
    binary.info(),
    requirePlugin(binary),
  ]);
  const pluginPath = await pluginPathOf(binary);
  const prefixes = recognisePrefixes(pluginPath);
  const modules = builtModules(info, packageHashes.keys(), prefixes);
  const packages = [...packageHashes].map(([importPath, hash]): InspectedPackage => {
    const module = moduleOf(modules, importPath);
    return {
      importPath,
      original: originalImportPath(prefixes, importPath),
      module: module === undefined ? undefined : originalImportPath(prefixes, module.path),
      version: module === undefined ? undefined : versionOf(module),
      hash,
    };
  });
  const exports = exportedSymbols(definitions, pluginPath);
  return {
    file: binary.file,
    goVersion: await binary.goVersion(),
    pluginPath,
    prefix: prefixes?.dependency,
    packages: packages.sort((a, b) => (a.original < b.original ? -1 : 1)),
    exports,
    checked: await readPlan(
      binary,
      pluginPath,
      exports.map(({ name }) => name),
    ),
  };
}

/** The functions and variables that plugin.Lookup finds: exported names of the main package. */
export function exportedSymbols(definitions: Buffer, pluginPath: string): ExportedSymbol[] {
  const start = `${symbolPath(pluginPath)}.`;
  return findSymbols(definitions, start)
    .filter(({ name, section }) => section !== '*UND*' && name.startsWith(start))
    .map(({ name, type }): ExportedSymbol => {
      return { name: name.slice(start.length), kind: type === 'F' ? 'func' : 'var' };
    })
    .filter(({ name }) => /^\p{Lu}[\p{L}\p{Nd}_]*$/u.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
