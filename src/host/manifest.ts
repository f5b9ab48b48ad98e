import { C_LIBRARIES, cLibraryOf, type CLibrary } from '../model/cLibrary.js';
import { CannotDo } from '../model/finding.js';
import type { HostInfo, HostModule } from '../model/host.js';
import { shortPath } from '../model/shortPath.js';

/** Of the format; schema/host.schema.json describes it. */
export const MANIFEST_VERSION = 1;

/** The JSON document that `gorename-plugin host` prints. Fields are left out where nothing is known. */
export interface HostManifest {
  version: typeof MANIFEST_VERSION;
  goVersion: string;
  goos: string;
  goarch: string;
  main: string;
  mainModule?: HostModule;
  modules: HostModule[];
  trimmed?: boolean;
  settings: Record<string, string>;
  loadsPlugins: boolean;
  packageHashes: Record<string, string>;
  cSymbols: string[];
  needed: string[];
  glibc?: string;
  cLibrary?: CLibrary;
}

/** @param host of a binary; @returns what goes through JSON and back unchanged. */
export function toManifest(host: HostInfo): HostManifest {
  const { goVersion, goos, goarch, main, mainModule, modules, trimmed, needed, glibc, cLibrary } = host;
  const sorted = [...modules.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const hashes = [...(host.packageHashes ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    version: MANIFEST_VERSION,
    goVersion,
    goos,
    goarch,
    main,
    ...(mainModule === undefined ? {} : { mainModule }),
    modules: sorted,
    ...(trimmed === undefined ? {} : { trimmed }),
    settings: Object.fromEntries(host.settings),
    loadsPlugins: host.loadsPlugins === true,
    packageHashes: Object.fromEntries(hashes),
    cSymbols: [...host.cSymbols],
    needed,
    ...(glibc === undefined ? {} : { glibc }),
    ...(cLibrary === undefined ? {} : { cLibrary }),
  };
}

/** @param path absolute; @param cwd for messages. @throws CannotDo for what is no manifest, or a newer one. */
export function fromManifest(text: string, path: string, cwd: string): HostInfo {
  const manifest = parse(text, shortPath(path, cwd));
  const hashes = Object.entries(manifest.packageHashes);
  return {
    source: 'manifest',
    path,
    goVersion: manifest.goVersion,
    goos: manifest.goos,
    goarch: manifest.goarch,
    main: manifest.main,
    mainModule: manifest.mainModule === undefined ? undefined : toModule(manifest.mainModule),
    modules: new Map(manifest.modules.map((module) => [module.path, toModule(module)])),
    trimmed: manifest.trimmed,
    settings: new Map(Object.entries(manifest.settings)),
    packages: new Set(hashes.map(([importPath]) => importPath).filter((importPath) => importPath !== 'main')),
    packageHashes: new Map(hashes),
    loadsPlugins: manifest.loadsPlugins,
    cSymbols: new Set(manifest.cSymbols),
    needed: manifest.needed,
    glibc: manifest.glibc,
    // Manifests of older versions do not name it; a dynamic linker was not recorded.
    cLibrary: manifest.cLibrary ?? cLibraryOf(undefined, manifest.needed),
  };
}

function parse(text: string, shown: string): HostManifest {
  let document: Partial<HostManifest> | null;
  try {
    document = JSON.parse(text) as Partial<HostManifest> | null;
  } catch (error) {
    throw noManifest(shown, (error as Error).message);
  }
  const version: unknown = document?.version;
  if (typeof version === 'number' && version > MANIFEST_VERSION) {
    throw new CannotDo(
      `${shown} is a host manifest of version ${String(version)}; this gorename-plugin reads version ${String(MANIFEST_VERSION)}`,
      'Update gorename-plugin, or name the host binary itself.',
    );
  }
  const wrong = FIELDS.find(([name, isRight]) => !isRight(document?.[name]));
  if (version !== MANIFEST_VERSION || wrong !== undefined) {
    throw noManifest(
      shown,
      version === MANIFEST_VERSION
        ? `its field ${wrong?.[0] ?? ''} is missing or wrong`
        : 'it has no version',
    );
  }
  return document as HostManifest;
}

function noManifest(shown: string, reason: string): CannotDo {
  return new CannotDo(
    `${shown} is no host manifest: ${reason}`,
    'Write one with `gorename-plugin host ./server -o server.host.json`.',
  );
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isRecord: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
const isModule: Check = (value) =>
  typeof value === 'object' && value !== null && isText((value as HostModule).path);

const FIELDS: [keyof HostManifest, Check][] = [
  ['goVersion', isText],
  ['goos', isText],
  ['goarch', isText],
  ['main', isText],
  ['mainModule', (value) => value === undefined || isModule(value)],
  ['modules', (value) => Array.isArray(value) && value.every(isModule)],
  ['settings', isRecord],
  ['loadsPlugins', (value) => typeof value === 'boolean'],
  ['packageHashes', isRecord],
  ['cSymbols', isTexts],
  ['needed', isTexts],
  ['glibc', (value) => value === undefined || isText(value)],
  ['cLibrary', (value) => value === undefined || C_LIBRARIES.some((library) => library === value)],
  ['trimmed', (value) => value === undefined || typeof value === 'boolean'],
];

/** With every field there, as in a HostInfo read from a binary. */
function toModule({ path, version, sum, replace, dir }: HostModule): HostModule {
  const { path: by = '', version: byVersion, sum: bySum } = replace ?? {};
  return {
    path,
    version,
    sum,
    replace: replace === undefined ? undefined : { path: by, version: byVersion, sum: bySum },
    dir,
  };
}
