import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainGoFailure } from '../load/goFailure.js';
import { listDependencies } from '../load/moduleGraph.js';
import { loadGoSettings } from '../load/settings.js';
import { guardUserFiles, listingFlags, type GuardedCall } from '../load/userFiles.js';
import { CannotDo } from '../model/finding.js';
import type { GoFlag } from '../model/goFlags.js';
import type { HostInfo, HostModule } from '../model/host.js';
import type { GoModule, GoPackage, GoSettings } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import type { SharedPackage, SharedPackages } from '../model/sharing.js';
import { shortPath } from '../model/shortPath.js';
import { hostModuleOf } from '../plan/renameConflicts.js';
import { runProcess } from '../process/run.js';
import { keptModuleFile, keptModuleSums } from '../rewrite/goMod.js';

export interface HostPackagesRequest {
  host: HostInfo;
  /** The packages to share, by import path, and why; their imports come along. */
  wanted: ReadonlyMap<string, Reason>;
  /** Absolute directory of the host's main module, as `chooseHostSource` gives it; undefined without one. */
  hostSource: string | undefined;
  settings: GoSettings;
  /** GOFLAGS and command line together, the host's flags among them. */
  flags: readonly GoFlag[];
  /** Absolute directory for temporary files. */
  tempDir: string;
  /** The user's directory, for messages. */
  cwd: string;
}

/**
 * Asks the go command for the packages that are to be shared and all that they import, at the host's versions: in the
 * host's own source, or in a module that requires what the host's build info names.
 * @throws CannotDo where a package's source cannot be had, or go comes to another version than the host's.
 */
export async function loadHostPackages(request: HostPackagesRequest): Promise<SharedPackages> {
  const { wanted, hostSource, settings, cwd } = request;
  if (wanted.size === 0) return { packages: new Map(), modules: new Map() };
  if (hostSource === undefined) checkObtainable(request);
  const place =
    hostSource === undefined ? await writeHostModule(request) : await openSource(request, hostSource);
  const { packages, modules } = await listDependencies(settings, place.guarded, {
    dir: place.dir,
    cwd,
    tests: false,
    patterns: [...wanted.keys()],
  });
  if (hostSource === undefined) checkVersions(request.host, modules);
  return { packages: withReasons(packages, wanted), modules };
}

/**
 * The directory to take the host's own packages from: file positions hold the path by which the host's build knew it,
 * so that spelling is taken where it means the same directory. @param dir absolute, as the user names it.
 * @throws CannotDo where it is not the host's main module.
 */
export async function chooseHostSource(
  host: HostInfo,
  dir: string,
  settings: GoSettings,
  cwd: string,
): Promise<string> {
  const shown = shortPath(dir, cwd);
  if (!existsSync(join(dir, 'go.mod'))) {
    throw new CannotDo(
      `--host-src ${shown} holds no go.mod`,
      "Name the root directory of the host's module.",
    );
  }
  const expected = host.mainModule?.path;
  const recorded = host.mainModule?.dir;
  const chosen =
    recorded?.startsWith('/') === true && existsSync(recorded) && realpathSync(recorded) === realpathSync(dir)
      ? recorded
      : realpathSync(dir);
  const result = await runProcess(settings.command, ['list', '-m'], {
    cwd: chosen,
    env: {
      ...settings.overrides,
      GOFLAGS: '-buildvcs=false',
      GOWORK: 'off',
      GOTOOLCHAIN: 'local',
      PWD: chosen,
    },
  });
  if (result.exitCode !== 0) throw explainGoFailure(result.stderr, { goCwd: chosen, cwd });
  const found = result.stdout.trim();
  if (expected !== undefined && found !== expected) {
    throw new CannotDo(
      `--host-src ${shown} is the module ${found}, and the host's main module is ${expected}`,
      `Name the directory that the host was built from${recorded === undefined ? '' : ` (its file table says ${recorded})`}.`,
    );
  }
  return chosen;
}

interface Place {
  dir: string;
  guarded: GuardedCall;
}

/** The host's own source, where its go.mod decides. */
async function openSource(
  { settings, flags, tempDir, cwd }: HostPackagesRequest,
  dir: string,
): Promise<Place> {
  const there = await loadGoSettings(dir, cwd, settings.overrides);
  const below = join(tempDir, 'host-source');
  mkdirSync(below, { recursive: true });
  return {
    dir,
    guarded: await guardUserFiles(
      there,
      flags.filter(({ name }) => name !== 'mod' && name !== 'modfile'),
      cwd,
      below,
    ),
  };
}

/** A module that requires what the host is built of. */
async function writeHostModule({ host, settings, flags, tempDir }: HostPackagesRequest): Promise<Place> {
  const dir = join(tempDir, 'host');
  mkdirSync(dir, { recursive: true });
  const modules = [...host.modules.values()].filter(isObtainable);
  await writeFile(
    join(dir, 'go.mod'),
    keptModuleFile('gorename-plugin/host', `1.${String(settings.minor)}`, modules),
  );
  const known = host.source === 'module' ? join(host.path, 'go.sum') : '';
  const sums = existsSync(known) ? await readFile(known, 'utf8') : keptModuleSums(modules);
  await writeFile(join(dir, 'go.sum'), sums);
  return {
    dir,
    guarded: { flags: [...listingFlags(settings, flags), '-mod=mod'], env: keptEnvironment() },
  };
}

/** The variables of a go command that works with the host's modules: their zips are checked with the host's own sums. */
export function keptEnvironment(): Record<string, string> {
  return { GOFLAGS: '-mod=mod', GO111MODULE: 'on', GOWORK: 'off', GOSUMDB: 'off' };
}

/** Whether a module can be had from a module proxy: it has a version, and is not replaced by a directory. */
export function isObtainable({ version, replace }: HostModule): boolean {
  return version !== undefined && (replace === undefined || replace.version !== undefined);
}

/** @throws CannotDo for a wanted package of a module that only the host's author has. */
function checkObtainable({ host, wanted }: HostPackagesRequest): void {
  for (const importPath of wanted.keys()) {
    const module = hostModuleOf(host, importPath);
    if (module === undefined || isObtainable(module)) continue;
    const own = module.path === host.mainModule?.path;
    const from =
      module.dir === undefined
        ? ''
        : module.dir.startsWith('/')
          ? `; its file table names ${module.dir}`
          : '; with -trimpath, as here, a copy in any directory will do';
    throw new CannotDo(
      own
        ? `${importPath} lies in the host's own main module ${module.path}, which has no version to fetch`
        : `${importPath} lies in ${module.path}, which the host replaces by the directory ${module.replace?.path ?? ''}`,
      `Give the source that the host was built from: --host-src DIR${from}.`,
    );
  }
}

/** Requirements of a module can only raise versions, and the host's are raised already. */
function checkVersions(host: HostInfo, modules: ReadonlyMap<string, GoModule>): void {
  for (const { path, version } of modules.values()) {
    const expected = host.modules.get(path) ?? host.mainModule;
    const wanted = expected?.replace?.version ?? expected?.version;
    if (expected?.path !== path || wanted === version) continue;
    throw new CannotDo(
      `the host has ${path} ${wanted ?? ''}, but its modules together require ${version ?? 'a local directory'}`,
      'Its go.mod excludes or replaces something that its build info does not tell: give its source with --host-src DIR.',
    );
  }
}

/** Each package with the reason for sharing it: wanted itself, or imported by one that is. */
function withReasons(
  packages: ReadonlyMap<string, GoPackage>,
  wanted: ReadonlyMap<string, Reason>,
): Map<string, SharedPackage> {
  const reasons = new Map(wanted);
  // The loop ends with the packages that it appends.
  const pending = [...wanted.keys()];
  for (const importer of pending) {
    for (const imported of packages.get(importer)?.imports ?? []) {
      if (reasons.has(imported)) continue;
      reasons.set(imported, { kind: 'kept-with', importer });
      pending.push(imported);
    }
  }
  const shared = new Map<string, SharedPackage>();
  for (const pkg of packages.values()) {
    const reason = reasons.get(pkg.importPath);
    if (pkg.module !== undefined && reason !== undefined) shared.set(pkg.importPath, { ...pkg, reason });
  }
  return shared;
}
