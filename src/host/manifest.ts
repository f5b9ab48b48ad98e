import { cLibraryOf } from '../model/cLibrary.js';
import { UserError } from '../base/userError.js';
import type { HostInfo, HostModule } from '../model/host.js';
import { shortPath } from '../base/shortPath.js';
import { showForeign } from './foreignSettings.js';
import { MANIFEST_VERSION, readHostDocument, type HostDocument } from './hostSchema.js';

/** The JSON document that `gorename-plugin host` prints. Fields are left out if they are not known. */
export type HostManifest = HostDocument;

/**
 * @param host - read from a binary.
 * @returns a value that is unchanged after it was written as JSON and read.
 */
export function toManifest(host: HostInfo): HostManifest {
  const { goVersion, goos, goarch, main, mainModule, modules, trimmed, needed, glibc, cLibrary } = host;
  const sorted = [...modules.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const hashes = [...(host.packageHashes ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    formatVersion: MANIFEST_VERSION,
    goVersion,
    goos,
    goarch,
    mainImportPath: main,
    ...(mainModule === undefined ? {} : { mainModule }),
    modules: sorted,
    ...(trimmed === undefined ? {} : { trimmed }),
    settings: Object.fromEntries(host.settings),
    loadsPlugins: host.loadsPlugins === true,
    packageHashes: Object.fromEntries(hashes),
    packageCount: hashes.length,
    cSymbols: [...host.cSymbols],
    sonames: needed,
    ...(glibc === undefined ? {} : { glibc }),
    ...(cLibrary === undefined ? {} : { cLibrary }),
  };
}

/**
 * @param path - absolute.
 * @param cwd - for messages.
 * @throws UserError if it is not a manifest, or a newer one, or if some of its hashes are missing.
 */
export function fromManifest(text: string, path: string, cwd: string): HostInfo {
  const manifest = parse(text, shortPath(path, cwd));
  const hashes = Object.entries(manifest.packageHashes);
  requireCount(hashes.length, manifest.packageCount, shortPath(path, cwd));
  return {
    source: 'manifest',
    path,
    goVersion: manifest.goVersion,
    goos: manifest.goos,
    goarch: manifest.goarch,
    main: manifest.mainImportPath,
    mainModule: manifest.mainModule === undefined ? undefined : toModule(manifest.mainModule),
    modules: new Map(manifest.modules.map((module) => [module.path, toModule(module)])),
    trimmed: manifest.trimmed,
    settings: new Map(Object.entries(manifest.settings)),
    packages: new Set(hashes.map(([importPath]) => importPath).filter((importPath) => importPath !== 'main')),
    packageHashes: new Map(hashes),
    loadsPlugins: manifest.loadsPlugins,
    cSymbols: new Set(manifest.cSymbols),
    needed: manifest.sonames,
    glibc: manifest.glibc,
    // Nobody has to write it: what the host needs shows it, too.
    cLibrary: manifest.cLibrary ?? cLibraryOf(undefined, manifest.sonames),
  };
}

function parse(text: string, shown: string): HostDocument {
  let document: { formatVersion?: unknown } | null;
  try {
    document = JSON.parse(text) as typeof document;
  } catch (error) {
    throw noManifest(shown, showForeign((error as Error).message));
  }
  const version: unknown = document?.formatVersion;
  if (typeof version === 'number' && version > MANIFEST_VERSION) {
    throw new UserError(
      `${shown} is a host manifest of version ${String(version)}; this gorename-plugin reads version ${String(MANIFEST_VERSION)}`,
      'Update gorename-plugin, or pass the host binary itself.',
    );
  }
  if (version !== MANIFEST_VERSION) throw noManifest(shown, 'it has no formatVersion');
  const fault = readHostDocument(document);
  if (!('field' in fault)) return fault;
  const value = fault.value === undefined ? '' : `: ${showForeign(fault.value)}`;
  throw noManifest(shown, `its field ${showForeign(fault.field)} is missing or wrong${value}`);
}

/** What is missing from the list would be taken for missing in the host. */
function requireCount(found: number, expected: number, shown: string): void {
  if (found === expected) return;
  throw new UserError(
    `${shown} has ${String(found)} of ${String(expected)} package hashes`,
    'Write the manifest again with `gorename-plugin host ./server -o server.host.json`, or get a new copy.',
  );
}

function noManifest(shown: string, reason: string): UserError {
  return new UserError(
    `${shown} is not a host manifest: ${reason}`,
    'Write one with `gorename-plugin host ./server -o server.host.json`.',
  );
}

/** With all fields, as in a HostInfo that was read from a binary. */
function toModule({ path, version, sum, replace, dir }: HostDocument['modules'][number]): HostModule {
  const by = replace && { version: undefined, sum: undefined, ...replace };
  return { path, version, sum, replace: by, dir };
}
