import type { HostModule } from '../model/host.js';
import { readBuildInfo, type BuildInfo } from './buildInfo.js';
import { definedCSymbols } from './definedC.js';
import { readElfHeaders, readSourceDirectories, type ElfHeaders } from './elf.js';
import { moduleDirectories } from './moduleDirs.js';
import { readBuiltFile, readLinkedRelease } from './objdump.js';
import type { ObjectSymbol } from './symbols.js';

/** Everything that a built Go program or plugin tells of itself; works on stripped files. */
export interface Binary {
  /** Dynamic symbols. */
  symbols: ObjectSymbol[];
  /** Import path -> the hash that plugin.Open compares, as hex; empty for a program that loads no plugins. */
  packageHashes: Map<string, string>;
  info: BuildInfo;
  headers: ElfHeaders;
  /** e.g. `go1.26.8`, also without build info; empty where nothing tells it. */
  goVersion: string;
  goos: string;
  goarch: string;
  /** With their directories; main module included. */
  modules: Map<string, HostModule>;
  cSymbols: Set<string>;
}

/** @param file absolute, an ELF file; @throws CannotDo when objdump cannot read it. */
export async function readBinary(file: string, cwd: string): Promise<Binary> {
  const [{ symbols, packageHashes }, info, headers] = await Promise.all([
    readBuiltFile(file, cwd),
    readBuildInfo(file, cwd),
    readElfHeaders(file, cwd),
  ]);
  const directories = moduleDirectories({
    directories: await readSourceDirectories(file, headers),
    modules: info.modules,
    mainModule: info.mainModule,
    main: info.path,
    packages: new Set(packageHashes.keys()),
  });
  const modules = new Map<string, HostModule>();
  for (const module of info.modules.values()) {
    modules.set(module.path, { ...module, dir: directories.get(module.path) });
  }
  return {
    symbols,
    packageHashes,
    info,
    headers,
    goVersion: info.goVersion || (await readLinkedRelease(file, symbols, cwd)),
    goos: info.settings.get('GOOS') ?? headers.goos,
    goarch: headers.goarch || (info.settings.get('GOARCH') ?? ''),
    modules,
    cSymbols: new Set(definedCSymbols(symbols)),
  };
}
