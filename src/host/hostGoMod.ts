import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { UserError } from '../base/userError.js';
import { parseGoflagsVariable, type GoFlag } from '../base/goFlags.js';
import type { HostInfo, HostModule } from '../model/host.js';
import { explainGoFailure } from '../golist/goFailure.js';
import { parseJsonStream } from '../golist/loadModuleGraph.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { guardUserFiles } from '../golist/userFiles.js';
import { runProcess } from '../process/run.js';
import { shortPath } from '../base/shortPath.js';
import { withTempDir } from '../store/tempDir.js';

interface ListedPackage {
  ImportPath: string;
  Name?: string;
  Module?: ListedModule;
}

interface ListedModule {
  Path: string;
  Version?: string;
  Dir?: string;
  Main?: boolean;
  Replace?: { Path: string; Version?: string };
}

/**
 * Reads a host from the go.mod in `dir`: the versions of the modules that its packages need, but no hashes and no
 * settings. Nothing in `dir` is modified.
 * @param dir - absolute.
 * @param more - flags of the go command.
 * @throws UserError with go's message.
 */
export function readHostModule(dir: string, cwd: string, more: readonly GoFlag[] = []): Promise<HostInfo> {
  return withTempDir(tmpdir(), async (tempDir) => {
    const settings = await loadGoSettings(dir, cwd);
    const flags = [...parseGoflagsVariable(settings.goflags), ...more];
    const guarded = await guardUserFiles(settings, flags, cwd, tempDir);
    const json = settings.minor >= 19 ? '-json=ImportPath,Name,Module' : '-json';
    const result = await runProcess(
      settings.command,
      ['list', '-deps', json, ...guarded.flags, '--', './...'],
      {
        cwd: dir,
        env: { ...guarded.env, GOTOOLCHAIN: 'local' },
      },
    );
    const place = { goCwd: dir, cwd, copy: guarded.copy };
    if (result.exitCode !== 0) throw explainGoFailure(result.stderr, place);
    const listed = parseJsonStream<ListedPackage>(result.stdout);
    if (listed.length === 0) {
      throw new UserError(
        `${shortPath(dir, cwd)} contains no Go packages`,
        "Name the directory of the host's sources.",
      );
    }
    return toHost(dir, listed, settings);
  });
}

function toHost(
  dir: string,
  listed: ListedPackage[],
  { goos, goarch }: { goos: string; goarch: string },
): HostInfo {
  const modules = new Map<string, HostModule>();
  let mainModule: HostModule | undefined;
  for (const { Module } of listed) {
    if (Module === undefined || modules.has(Module.Path)) continue;
    const module = toModule(Module);
    if (Module.Main === true && Module.Dir === realpathSync(dir)) mainModule = module;
    modules.set(module.path, module);
  }
  if (mainModule !== undefined) modules.delete(mainModule.path);
  const mains = listed.filter(({ Name }) => Name === 'main').map(({ ImportPath }) => ImportPath);
  return {
    source: 'module',
    path: dir,
    goVersion: '',
    goos,
    goarch,
    main: mains.length === 1 ? (mains[0] ?? '') : '',
    mainModule,
    modules,
    trimmed: undefined,
    settings: new Map(),
    packages: new Set(listed.map(({ ImportPath }) => ImportPath).filter((path) => !mains.includes(path))),
    packageHashes: undefined,
    loadsPlugins: undefined,
    cSymbols: new Set(),
    needed: [],
    glibc: undefined,
    cLibrary: undefined,
  };
}

function toModule({ Path, Version, Dir, Replace }: ListedModule): HostModule {
  return {
    path: Path,
    version: Version,
    sum: undefined,
    replace:
      Replace === undefined ? undefined : { path: Replace.Path, version: Replace.Version, sum: undefined },
    dir: Dir,
  };
}
