import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { HostInfo, HostModule } from '../model/host.js';
import type { GoModule, GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { OwnSources } from '../model/sharedPackages.js';
import { isDirectory } from '../base/moduleContent.js';
import { runProcess } from '../process/run.js';
import { isHostsOwn } from './shareByDefault.js';
import { chooseHostSource } from './hostPackages.js';
import { allModules, isObtainable } from '../host/obtainable.js';

export interface SourceContext {
  graph: ModuleGraph;
  settings: GoSettings;
  tempDir: string;
  cwd: string;
}

/**
 * The source of the host's modules that have no version: --host-src, or what the plugin's build finds.
 * @param options - `hostSource`: absolute directory, as the user spells it.
 * @param wanted - import paths of packages to share.
 * @throws UserError for a --host-src that is not the host's main module.
 */
export async function chooseSources(
  { graph, settings, tempDir, cwd }: SourceContext,
  { host, hostSource }: { host: HostInfo; hostSource: string | undefined },
  wanted: Iterable<string>,
): Promise<{ hostSource: string | undefined; ownSources: OwnSources }> {
  const nothing = { found: new Map<string, string>(), refused: new Map<string, string>() };
  const importPaths = [...wanted];
  if (importPaths.length === 0) return { hostSource: undefined, ownSources: nothing };
  // If only go.mod is known, its directory is the host's source.
  // If only go.mod is known, its directory is the host's source; for MODULE@VERSION there is none.
  const isDirectory = host.source === 'module' && host.mainModule?.version === undefined;
  const named = hostSource ?? (isDirectory ? host.path : undefined);
  if (named !== undefined) {
    const chosen = await chooseHostSource(host, named, settings, cwd);
    return { hostSource: chosen, ownSources: nothing };
  }
  const ownSources = await findOwnSources(host, graph, settings, tempDir);
  const usesMain = importPaths.some((path) => isHostsOwn(host, path));
  return {
    hostSource: usesMain ? ownSources.found.get(host.mainModule?.path ?? '') : undefined,
    ownSources,
  };
}

/**
 * Searches the plugin's build for the source of the host's main modules, and of those that it replaces by directories: a
 * replacement, a member of the workspace, or a required version. A vendor directory contains only parts of a module, so
 * then the module itself is searched.
 * @param tempDir - absolute, to run the go command in.
 */
async function findOwnSources(
  host: HostInfo,
  graph: ModuleGraph,
  settings: GoSettings,
  tempDir: string,
): Promise<OwnSources> {
  const sources: OwnSources = { found: new Map(), refused: new Map() };
  for (const module of allModules(host)) {
    const plugins = graph.modules.get(module.path);
    if (plugins === undefined || isObtainable(module)) continue;
    const dir = await moduleDirectory(plugins, settings, tempDir);
    if (dir === undefined) continue;
    const compiled = asCompiled(module, dir);
    if (compiled === undefined) sources.refused.set(module.path, dir);
    else sources.found.set(module.path, compiled);
  }
  return sources;
}

/** The directory of a module's go.mod; undefined if there is none here. */
async function moduleDirectory(
  { path, version, replacement, dir }: GoModule,
  settings: GoSettings,
  tempDir: string,
): Promise<string | undefined> {
  if (existsSync(join(dir, 'go.mod'))) return dir;
  if (isDirectory(replacement)) {
    const written = resolve(dirname(settings.goWork ?? settings.goMod ?? dir), replacement ?? '');
    return existsSync(join(written, 'go.mod')) ? written : undefined;
  }
  if (version === undefined) return undefined;
  const wanted = `${replacement ?? path}@${version}`;
  const { exitCode, stdout } = await runProcess(settings.command, ['mod', 'download', '-json', wanted], {
    cwd: tempDir,
    env: { ...settings.overrides, GOFLAGS: '-mod=mod', GOWORK: 'off', GOTOOLCHAIN: 'local' },
  });
  return exitCode === 0 ? (JSON.parse(stdout) as { Dir?: string }).Dir : undefined;
}

/**
 * Source positions contain the directory that a host without -trimpath was built from: its spelling is used.
 * @returns undefined if it is a different directory.
 */
function asCompiled({ dir: recorded }: HostModule, dir: string): string | undefined {
  if (recorded?.startsWith('/') !== true) return realpathSync(dir);
  return existsSync(recorded) && realpathSync(recorded) === realpathSync(dir) ? recorded : undefined;
}
