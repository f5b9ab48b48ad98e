import { UserError } from '../base/userError.js';
import type { HostInfo } from '../model/host.js';
import { shortPath } from '../base/shortPath.js';
import { Binary } from '../binary/goBinary.js';

/**
 * @param path - absolute, an ELF file.
 * @throws UserError for a plugin, and for a file that go has not built.
 */
export async function readHostBinary(path: string, cwd: string): Promise<HostInfo> {
  const binary = new Binary(path, cwd);
  const [cSymbols, packageHashes, info, headers] = await Promise.all([
    binary.cSymbols(),
    binary.packageHashes(),
    binary.info(),
    binary.headers(),
    refuseOthers(shortPath(path, cwd), binary),
  ]);
  const modules = new Map(await binary.modules());
  const mainModule = modules.get(info.mainModule ?? '');
  modules.delete(info.mainModule ?? '');
  return {
    source: 'binary',
    path,
    goVersion: await binary.goVersion(),
    ...(await binary.target()),
    main: info.path,
    mainModule,
    modules,
    trimmed: await binary.trimmed(),
    settings: info.settings,
    packages: new Set([...packageHashes.keys()].filter((importPath) => importPath !== 'main')),
    packageHashes,
    loadsPlugins: packageHashes.has('plugin'),
    cSymbols,
    needed: headers.needed,
    glibc: headers.glibc,
    cLibrary: headers.cLibrary,
  };
}

async function refuseOthers(shown: string, binary: Binary): Promise<void> {
  const [packageHashes, info] = await Promise.all([binary.packageHashes(), binary.info()]);
  // The linker calls a program's main package `main`; a plugin's has its own path.
  if (
    info.settings.get('-buildmode') === 'plugin' ||
    (packageHashes.size > 0 && !packageHashes.has('main'))
  ) {
    throw new UserError(`${shown} is a plugin, not a host`, 'Pass the program that loads it.');
  }
  if (packageHashes.size === 0 && (await binary.goVersion()) === '') {
    throw new UserError(`${shown} is not a Go program`, 'Pass the Go program that loads the plugin.');
  }
}
