import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseHostSource, keptEnvironment } from '../sharing/hostPackages.js';
import { takeOverGodebug, type BuiltBy } from '../host/takeOver.js';
import { explainGoFailure } from '../golist/goFailure.js';
import { parseJsonStream } from '../golist/loadModuleGraph.js';
import { Refused } from '../findings/refused.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import { shortPath } from '../base/shortPath.js';
import { runProcess } from '../process/run.js';
import { workspaceFile } from '../gomod/moduleFile.js';
import { Binary } from '../binary/goBinary.js';
import { findHostObstacles } from '../predict/hostObstacles.js';
import { chooseCompiler } from './chooseCompiler.js';
import { goLike, type LikeGo } from './goLike.js';
import { compileLoader, goLineOf, writeLoader, type Loader } from './loader.js';
import { compareTwin, describeLack, recordedModuleCache } from './replicaDifference.js';
import { describeReplica } from './replicaModule.js';

export interface ReplicaRequest {
  host: HostInfo;
  /** Absolute directory of the source of the host's main module, as the user names it; undefined without one. */
  hostSource: string | undefined;
  /** How the first plugin was built, which is used if the host does not record it. */
  plugin: BuiltBy;
  tempDir: string;
  /** The user's directory. */
  cwd: string;
}

/**
 * Builds a host replica: a program with the host's packages, at the host's versions and with its settings, that opens
 * plugins.
 * @returns the program, and in which packages it differs from the host.
 * @throws UserError if it cannot be built here.
 */
export async function buildReplica(request: ReplicaRequest): Promise<Loader & { findings: Finding[] }> {
  const { host, plugin, tempDir, cwd } = request;
  const name = shortPath(host.path, cwd);
  const obstacles = findHostObstacles(host);
  if (obstacles.length > 0) throw new Refused(obstacles);
  // go.mod does not show how the host is built, so the settings of the plugin are used.
  const [built, builtName] = host.source === 'module' ? [plugin, 'the plugin'] : [host, name];
  const found = await goLike(built, { name: builtName, tempDir, cwd });
  const compiler = await chooseCompiler(host.cLibrary, found.settings, { name, tempDir, cwd });
  const like = { ...found, env: { ...found.env, ...compiler } };
  const hostSource = await findHostSource(request, like);
  const replica = describeReplica(host, hostSource !== undefined);
  const godebug = takeOverGodebug(built, builtName);
  const dir = await writeLoader({ ...replica, godebug }, like, tempDir);
  if (hostSource !== undefined) {
    const others = [hostSource, ...(await otherMainModules(host, hostSource, like, cwd))];
    const workspace = { goVersion: goLineOf(like.settings), godebug: [], others };
    await writeFile(join(dir, 'go.work'), workspaceFile(workspace));
  }
  const moduleCache = chooseModuleCache(host, like);
  const inWorkspace = { GOWORK: join(dir, 'go.work'), GOFLAGS: '-mod=readonly' };
  const env = {
    ...keptEnvironment(replica.modules),
    ...(hostSource === undefined ? {} : inWorkspace),
    GOMODCACHE: moduleCache,
  };
  const source = { dir, what: `a replica of ${name}`, env, lacks: replica.lacking.map(describeLack) };
  const program = await compileLoader(source, like, cwd);
  const packageHashes = await new Binary(program, cwd).packageHashes();
  const findings = compareTwin({ host, replica, packageHashes, hostSource, moduleCache });
  if (host.settings.get('-buildmode') === 'c-shared')
    findings.push({ kind: 'host-is-library', host: host.path });
  return { program, release: like.settings.version, findings };
}

/** Source positions contain the path of the module cache: the one that the host records is used if it exists here. */
function chooseModuleCache(host: HostInfo, { settings }: LikeGo): string {
  const recorded = recordedModuleCache(host);
  return recorded !== undefined && isModuleCache(recorded) ? recorded : settings.modCache;
}

/**
 * Whether the go command may read and write modules there, although the host names the directory: it is already a module
 * cache, and only the user and root could have put modules into it.
 */
function isModuleCache(dir: string): boolean {
  return [dir, join(dir, 'cache/download')].every((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const owners = [0, process.getuid?.() ?? 0];
    return stat?.isDirectory() === true && owners.includes(stat.uid) && (stat.mode & 0o002) === 0;
  });
}

/** If the host is given as a go.mod, its directory is the source. */
async function findHostSource(
  { host, hostSource, cwd }: ReplicaRequest,
  { settings }: LikeGo,
): Promise<string | undefined> {
  const source = hostSource ?? (host.source === 'module' ? host.path : undefined);
  return source === undefined ? undefined : chooseHostSource(host, source, settings, cwd);
}

/** Directories of other modules with packages of the host, if its source is in a workspace with them. */
async function otherMainModules(
  host: HostInfo,
  hostSource: string,
  { settings }: LikeGo,
  cwd: string,
): Promise<string[]> {
  const env = { GOFLAGS: '-buildvcs=false', GO111MODULE: 'on', GOTOOLCHAIN: 'local' };
  const result = await runProcess(settings.command, ['list', '-m', '-json'], { cwd: hostSource, env });
  if (result.exitCode !== 0) throw explainGoFailure(result.stderr, { goCwd: hostSource, cwd });
  return parseJsonStream<{ Path: string; Dir: string }>(result.stdout)
    .filter(({ Path }) => host.modules.has(Path))
    .map(({ Dir }) => Dir);
}
