import { CannotDo } from '../model/finding.js';
import type { HostInfo, HostModule } from '../model/host.js';
import { shortPath } from '../model/shortPath.js';
import { readBuildInfo, type BuildInfo } from '../verify/buildInfo.js';
import { definedCSymbols } from '../verify/definedC.js';
import { readElfHeaders, readSourceDirectories } from '../verify/elf.js';
import { readBuiltFile, readLinkedRelease } from '../verify/objdump.js';
import { moduleDirectories } from './moduleDirs.js';

/** @param path absolute, an ELF file. @throws CannotDo for a plugin, and for what go has not built. */
export async function readHostBinary(path: string, cwd: string): Promise<HostInfo> {
  const [built, info, headers] = await Promise.all([
    readBuiltFile(path, cwd),
    readBuildInfo(path, cwd),
    readElfHeaders(path, cwd),
  ]);
  const { packageHashes } = built;
  refuseOthers(shortPath(path, cwd), info, packageHashes, headers.lineTable !== undefined);
  const packages = new Set([...packageHashes.keys()].filter((importPath) => importPath !== 'main'));
  const directories = moduleDirectories({
    directories: await readSourceDirectories(path, headers),
    modules: info.modules,
    mainModule: info.mainModule,
    main: info.path,
    packages,
  });
  const modules = new Map(
    [...info.modules.values()].map((module): [string, HostModule] => [
      module.path,
      { ...module, dir: directories.get(module.path) },
    ]),
  );
  const mainModule = modules.get(info.mainModule ?? '');
  modules.delete(info.mainModule ?? '');
  return {
    source: 'binary',
    path,
    goVersion: info.goVersion || (await readLinkedRelease(path, built.symbols, cwd)),
    goos: info.settings.get('GOOS') ?? headers.goos,
    goarch: info.settings.get('GOARCH') ?? headers.goarch,
    main: info.path,
    mainModule,
    modules,
    settings: info.settings,
    packages,
    packageHashes,
    loadsPlugins: packageHashes.has('plugin'),
    cSymbols: new Set(definedCSymbols(built.symbols)),
    needed: headers.needed,
    glibc: headers.glibc,
  };
}

function refuseOthers(
  shown: string,
  info: BuildInfo,
  hashes: ReadonlyMap<string, string>,
  hasLineTable: boolean,
): void {
  // The linker calls a program's main package `main`; a plugin's has its own path.
  if (info.settings.get('-buildmode') === 'plugin' || (hashes.size > 0 && !hashes.has('main'))) {
    throw new CannotDo(`${shown} is a plugin, not a host`, 'Name the program that loads it.');
  }
  if (info.goVersion === '' && hashes.size === 0 && !hasLineTable) {
    throw new CannotDo(`${shown} is no Go program`, 'Name the Go program that loads the plugin.');
  }
}
