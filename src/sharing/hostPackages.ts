import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../base/directories.js';
import { isWithin } from '../base/isWithin.js';
import { explainGoFailure } from '../golist/goFailure.js';
import { listDependencies } from '../golist/loadModuleGraph.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { guardUserFiles, listingFlags, type GuardedCall } from '../golist/userFiles.js';
import { UserError } from '../base/userError.js';
import type { GoFlag } from '../base/goFlags.js';
import type { HostInfo, RecordedModule } from '../model/host.js';
import type { GoModule, GoPackage, GoSettings } from '../model/moduleGraph.js';
import type { Reason } from '../model/renamePlan.js';
import type { KeptModule, OwnSources, SharedPackage, SharedPackages } from '../model/sharedPackages.js';
import { shortPath } from '../base/shortPath.js';
import { contentOfModule, contentOfRecorded } from '../base/moduleContent.js';
import { runProcess } from '../process/run.js';
import { leaveOutOthers } from './hostWorkspace.js';
import {
  allModules,
  checkObtainable,
  isObtainable,
  isReplaced,
  lackingModules,
  notObtainable,
  unversionedModules,
} from '../host/obtainable.js';
import {
  keptModuleFile,
  keptModuleSums,
  moduleFile,
  requiredVersion,
  sumEnvironment,
} from '../gomod/moduleFile.js';
import { writeFile } from '../store/writeFile.js';

export interface HostPackagesRequest {
  host: HostInfo;
  /** The packages to share, by import path, and why; their imports are shared as well. */
  wanted: ReadonlyMap<string, Reason>;
  /** Absolute directory of the host's main module, as `chooseHostSource` returns it; undefined without one. */
  hostSource: string | undefined;
  /** Where the plugin's build finds modules that have no version to download. */
  ownSources: OwnSources;
  settings: GoSettings;
  /** GOFLAGS and command line together, including the host's flags. */
  flags: readonly GoFlag[];
  /** Absolute directory for temporary files. */
  tempDir: string;
  /** The user's directory, for messages. */
  cwd: string;
}

/**
 * Asks the go command for the packages to share and all that they import, at the host's versions: in the host's source, or
 * in a module that requires what the host's build info lists.
 * @throws UserError if a package's source is not available, or if go selects another version than the host's.
 */
export async function loadHostPackages(request: HostPackagesRequest): Promise<SharedPackages> {
  const { host, wanted, hostSource, settings, cwd } = request;
  if (wanted.size === 0) return { packages: new Map(), modules: new Map() };
  if (hostSource === undefined) checkObtainable(request, wanted.keys());
  const place = hostSource === undefined ? writeHostModule(request) : await openSource(request, hostSource);
  const patterns = [...wanted.keys()];
  const listed = await listDependencies(settings, place.guarded, {
    dir: place.dir,
    cwd,
    tests: false,
    patterns,
  })
    // What they import may be in a directory of the host's author, which is replaced by an empty directory here.
    .catch((error: unknown) => {
      const lacking = hostSource === undefined && error instanceof UserError ? lackingModules(request) : [];
      const named = lacking.find(({ path }) => (error as UserError).message.includes(path));
      throw named === undefined
        ? error
        : notObtainable(request, named, `what --keep names imports ${named.path}, which`);
    });
  const shared = withReasons(listed.packages, wanted);
  if (hostSource === undefined) checkObtainable(request, shared.keys());
  const used = new Set([...shared.values()].map(({ module }) => module));
  const modules = new Map([...listed.modules].filter(([path]) => used.has(path)));
  checkVersions(host, modules, hostSource === undefined ? undefined : shortPath(hostSource, cwd));
  return { packages: shared, modules };
}

/**
 * The directory to take the host's main module from. Source positions contain the path that the host's build used, so that
 * spelling is used if it is the same directory.
 * @param dir - absolute, as the user spells it.
 * @throws UserError if it is not the host's main module.
 */
export async function chooseHostSource(
  host: HostInfo,
  dir: string,
  settings: GoSettings,
  cwd: string,
): Promise<string> {
  const shown = shortPath(dir, cwd);
  if (!existsSync(join(dir, 'go.mod'))) {
    throw new UserError(
      `--host-src ${shown} contains no go.mod`,
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
    throw new UserError(
      `--host-src ${shown} is the module ${found}, and the host's main module is ${expected}`,
      `Pass the directory that the host was built from${recorded === undefined ? '' : ` (its file table shows ${recorded})`}.`,
    );
  }
  return chosen;
}

interface Place {
  dir: string;
  guarded: GuardedCall;
}

/**
 * The host's source, if its go.mod decides the versions. The go.work above it counts only for a host that was built in a
 * workspace of several modules: otherwise it may be the plugin's, which requires other versions.
 */
async function openSource(
  { host, settings, flags, tempDir, cwd }: HostPackagesRequest,
  dir: string,
): Promise<Place> {
  const inWorkspace = [...host.modules.values()].some(
    ({ version, replace }) => version === undefined && replace === undefined,
  );
  const there = await loadGoSettings(dir, cwd, {
    ...settings.overrides,
    ...(inWorkspace ? {} : { GOWORK: 'off' }),
  });
  const below = join(tempDir, 'host-source');
  makeDirectory(below);
  // From the module cache, even if it has a vendor directory: the work tree can only use the module cache.
  // The go.sum of a published module may be incomplete: then the go command completes a copy of it.
  const published = isWithin(dir, settings.modCache);
  const inPlace: GoFlag = { name: 'mod', value: published ? 'mod' : 'readonly' };
  const rest = flags.filter(({ name }) => name !== 'mod' && name !== 'modfile');
  const guarded = await guardUserFiles(there, [...rest, inPlace], cwd, below);
  if (!inWorkspace) return { dir, guarded: { ...guarded, env: { ...guarded.env, GOWORK: 'off' } } };
  if (guarded.copy !== undefined) await leaveOutOthers(host, dir, there, guarded.copy.path);
  return { dir, guarded };
}

/** A module that requires all modules of the host. */
function writeHostModule(request: HostPackagesRequest): Place {
  const { host, settings, flags, tempDir, ownSources } = request;
  const dir = join(tempDir, 'host');
  const local = unversionedModules(host).map((module, index): RecordedModule => {
    const { path, version } = module;
    const nothing = join(dir, 'lacking', String(index));
    makeDirectory(nothing);
    writeFile(join(nothing, 'go.mod'), moduleFile(path, undefined));
    // An empty go.work here keeps the go command from using another one.
    const place = (isReplaced(module) ? ownSources.found.get(path) : undefined) ?? nothing;
    const replace = { path: place, version: undefined, sum: undefined };
    return { path, version: requiredVersion(path, version), sum: undefined, replace };
  });
  const modules = allModules(host).filter(isObtainable);
  makeDirectory(dir);
  const goVersion = `1.${String(settings.minor)}`;
  writeFile(join(dir, 'go.mod'), keptModuleFile('gorename-plugin/host', goVersion, [...modules, ...local]));
  writeFile(join(dir, 'go.sum'), keptModuleSums(modules));
  return {
    dir,
    guarded: { flags: [...listingFlags(settings, flags), '-mod=mod'], env: keptEnvironment(modules) },
  };
}

/** The variables of a go command that uses the host's modules. */
export function keptEnvironment(modules: readonly KeptModule[]): Record<string, string> {
  const env = { GOFLAGS: '-mod=mod', GO111MODULE: 'on', GOWORK: 'off' };
  return { ...env, ...sumEnvironment(modules, keptModuleSums(modules)) };
}

/** Requirements of a module can only raise versions, and the list already has the host's final versions. */
function checkVersions(
  host: HostInfo,
  modules: ReadonlyMap<string, GoModule>,
  source: string | undefined,
): void {
  for (const module of modules.values()) {
    const expected = host.modules.get(module.path);
    // A directory has no version to compare, and no version is known for a module that is not in the host's build info.
    if (expected === undefined || !isObtainable(expected)) continue;
    if (contentOfRecorded(expected) === contentOfModule(module)) continue;
    const [ofHost, found] = [contentOfRecorded(expected), contentOfModule(module)];
    throw source === undefined
      ? new UserError(
          `the host has ${ofHost}, but version selection yields ${found}`,
          'Its go.mod excludes or replaces something that its build info does not record: pass its source with --host-src DIR.',
        )
      : new UserError(
          `the host has ${ofHost}, but with its source in ${source} go selects ${found}`,
          'Check out the revision that the host was built from, with the same go.mod (and go.work).',
        );
  }
}

/** Each package with the reason for sharing it: wanted itself, or imported by a shared one. */
function withReasons(
  packages: ReadonlyMap<string, GoPackage>,
  wanted: ReadonlyMap<string, Reason>,
): Map<string, SharedPackage> {
  const reasons = new Map(wanted);
  // The loop also visits the packages that it appends.
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
