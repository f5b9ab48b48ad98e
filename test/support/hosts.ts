/** Hosts by hand. */
import type { HostInfo, HostModule } from '../../src/model/host.js';

/**
 * @param modules - path -> version, or `=> path version` of what replaces v1.0.0, or `=> directory`.
 * @param packages - import paths, the standard library's among them.
 */
export function hostOf(
  modules: Record<string, string>,
  packages: string[],
  mainModule = 'example.com/host',
): HostInfo {
  const all = Object.entries(modules).map(([path, version]) => moduleOf(path, version));
  return {
    source: 'binary',
    path: '/host',
    goVersion: 'go1.26.8',
    goos: 'linux',
    goarch: 'amd64',
    main: mainModule,
    mainModule: moduleOf(mainModule, undefined),
    modules: new Map(all.map((module) => [module.path, module])),
    settings: new Map([['-compiler', 'gc']]),
    packages: new Set(packages),
    packageHashes: new Map(),
    loadsPlugins: true,
    cSymbols: new Set(),
    needed: [],
    glibc: undefined,
    cLibrary: undefined,
    trimmed: undefined,
  };
}

function moduleOf(path: string, version: string | undefined): HostModule {
  const module = { path, version, sum: undefined, replace: undefined, dir: undefined };
  const match = /^=> (\S+)(?: (\S+))?$/.exec(version ?? '');
  if (match === null) return module;
  return {
    ...module,
    version: 'v1.0.0',
    replace: { path: match[1] ?? '', version: match[2], sum: undefined },
  };
}
