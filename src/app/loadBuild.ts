import { existsSync } from 'node:fs';
import { recallGraph, rememberGraph } from '../store/recallGraph.js';
import { whyNoBuildMode } from '../golist/buildModeSupport.js';
import { explainGoFailure, isMissingRelease } from '../golist/goFailure.js';
import { loadModuleGraph } from '../golist/loadModuleGraph.js';
import { loadGoSettings } from '../golist/goSettings.js';
import { guardUserFiles } from '../golist/userFiles.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import { releaseOf } from '../base/goVersion.js';
import { parseGoFlags, parseGoflagsVariable, type GoFlag } from '../base/goFlags.js';
import type { HostInfo } from '../model/host.js';
import type { GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { LoadOptions } from '../model/options.js';
import { shortPath } from '../base/shortPath.js';
import type { SharedBuild, ShareOptions } from '../sharing/shareWithHost.js';

export interface LoadBuildOptions extends LoadOptions {
  /** Absolute directory of the main package. */
  dir: string;
  /** Absolute root of the work trees. */
  workDir: string;
  /** Absolute directory for temporary files. */
  tempDir: string;
  /** Record nothing in the work directory. */
  readOnly: boolean;
  /** Believe nothing that the work directory holds of earlier runs. */
  fresh: boolean;
  /** Load the plugin's own modules whole, with their tests. */
  tests: boolean;
  /** The plugin is not going to be compiled here: what compilers there are does not matter. */
  plansOnly?: boolean;
  /** What is known of the host, and what to share with it. */
  share?: ShareOptions | undefined;
  meanwhile?: () => void;
}

/** What the go command says of a build, and what host and plugin share. */
export interface LoadedBuild {
  settings: GoSettings;
  /** GOFLAGS and command line together. */
  flags: GoFlag[];
  graph: ModuleGraph;
  shared: SharedBuild | undefined;
  findings: Finding[];
  /** The settings that are the host's, a word each: `GOAMD64=v3`, `-trimpath`. */
  taken: string[];
}

/**
 * Asks the go command, unless nothing has changed since it was asked.
 * @param options - `meanwhile`: called as soon as it works, if it has to.
 * @throws UserError
 */
export async function loadBuild(options: LoadBuildOptions): Promise<LoadedBuild> {
  const { share, tests, readOnly, fresh } = options;
  if (share !== undefined) return loadWithHost(options, share);
  // Tests belong to packages that no list of files foresees.
  const known = tests || fresh ? undefined : recallGraph(options);
  if (known !== undefined) return { ...known, shared: undefined, findings: [], taken: [] };
  const startedAt = Date.now();
  const settings = await loadGoSettings(options.dir, options.cwd);
  const flags = [...parseGoflagsVariable(settings.goflags), ...parseGoFlags(options.goFlags)];
  if (options.plansOnly !== true && settings.env['GOHOSTARCH'] !== settings.goarch) {
    const { checkStart } = await import('./checkStart.js');
    await checkStart({ ...options, settings, host: undefined, findings: [] });
  }
  const loaded = { settings, flags, graph: await listGraph(options, settings, flags) };
  if (!tests && !readOnly) rememberGraph(options, loaded, startedAt);
  return { ...loaded, shared: undefined, findings: [], taken: [] };
}

/** The host's settings, where the user has none, and a graph that shares with it. */
async function loadWithHost(options: LoadBuildOptions, share: ShareOptions): Promise<LoadedBuild> {
  const { dir, cwd, tempDir } = options;
  const { host } = share;
  const [{ listTaken, takeOverSettings }, { shareWithHost }, { checkStart, refuse }, { findHostObstacles }] =
    await Promise.all([
      import('../host/takeOver.js'),
      import('../sharing/shareWithHost.js'),
      import('./checkStart.js'),
      import('../predict/hostObstacles.js'),
    ]);
  refuse(findHostObstacles(host), { findings: [] });
  // Whatever go.mod asks for, it is the host's release that counts.
  const asked = await loadGoSettings(dir, cwd, { GOTOOLCHAIN: 'local' });
  const ofUser = [...parseGoflagsVariable(asked.goflags), ...parseGoFlags(options.goFlags)];
  const user = { env: process.env, flags: ofUser, exists: existsSync };
  const taken = takeOverSettings(host, user, `the host ${shortPath(host.path, cwd)}`);
  const { overrides } = taken;
  const explain = (error: unknown): never => {
    throw explainRelease(error, overrides, host);
  };
  const settings = await loadGoSettings(dir, cwd, overrides).catch((error: unknown) =>
    explain(explainMissing(error, overrides)),
  );
  checkRelease(settings, overrides, host);
  if (options.plansOnly !== true) await checkStart({ ...options, settings, host, findings: taken.findings });
  const flags = [...taken.flags, ...ofUser];
  const graph = await listGraph(options, settings, flags).catch(explain);
  const shared = await shareWithHost({ graph, settings, flags, tempDir, cwd }, share);
  const findings = [...taken.findings, ...shared.findings];
  return { settings, flags, graph: shared.graph, shared, findings, taken: listTaken(taken) };
}

async function listGraph(
  { dir, files, cwd, tempDir, tests, buildMode, meanwhile }: LoadBuildOptions,
  settings: GoSettings,
  flags: readonly GoFlag[],
): Promise<ModuleGraph> {
  if (settings.env['GO111MODULE'] === 'off') {
    throw new UserError('modules are off (GO111MODULE=off)', 'Unset it, also with `go env -u GO111MODULE`.');
  }
  if (settings.goMod === undefined) {
    throw new UserError(
      `${shortPath(dir, cwd)} is not in a Go module: no go.mod there or in a directory above`,
      'Run `go mod init example.com/name` in it, then `go mod tidy`.',
    );
  }
  if (buildMode !== 'exe' && !settings.cgoEnabled) {
    // Where the target has no plugins at all, cgo would not help.
    const reason = await whyNoBuildMode(settings, buildMode);
    throw reason === undefined ? cgoNeeded(buildMode, settings) : explainGoFailure(reason, { goCwd: dir });
  }
  const guarded = await guardUserFiles(settings, flags, cwd, tempDir);
  guarded.flags.push(`-buildmode=${buildMode}`);
  return loadModuleGraph(settings, guarded, { dir, files, cwd, tests, meanwhile });
}

/** What to say where the host's release is too old for the plugin; other errors as they are. */
function explainRelease(
  error: unknown,
  overrides: Readonly<Record<string, string>>,
  host: HostInfo,
): unknown {
  if (!(error instanceof UserError) || overrides['GOTOOLCHAIN'] === undefined) return error;
  if (/requires go >= /.test(error.message)) {
    return new UserError(
      `the host was built by ${host.goVersion}, and with that release: ${error.message}`,
      'Plugin and host need one Go release. Lower the go line in go.mod (and the versions of modules that ask for more), ' +
        'or build the host with a newer release.',
    );
  }
  return error;
}

/** What to say where the host's release cannot be had; other errors as they are. */
function explainMissing(error: unknown, { GOTOOLCHAIN: asked }: Readonly<Record<string, string>>): unknown {
  return error instanceof UserError && asked !== undefined && isMissingRelease(error.message)
    ? cannotHaveRelease(asked, `: ${error.message}`)
    : error;
}

/** @throws UserError where the go command has not followed GOTOOLCHAIN: before go1.21 there is none. */
function checkRelease(
  { version }: GoSettings,
  { GOTOOLCHAIN: asked }: Readonly<Record<string, string>>,
  host: HostInfo,
): void {
  if (asked === undefined || releaseOf(version) === asked) return;
  throw cannotHaveRelease(asked, `: the go command here is ${version}, and does not fetch others`, host);
}

function cannotHaveRelease(release: string, reason: string, host?: HostInfo): UserError {
  return new UserError(
    `the host was built by ${host?.goVersion ?? release}, which is not available here${reason}`,
    `Install that Go version and put it first in PATH, or let the go command download it where a module proxy (GOPROXY) ` +
      `can be reached, with go1.21 or newer: GOTOOLCHAIN=${release} go version.`,
  );
}

function cgoNeeded(buildMode: string, settings: GoSettings): UserError {
  const compiler = settings.env['CC'] ?? 'gcc';
  return new UserError(
    `-buildmode=${buildMode} needs cgo, which is off (CGO_ENABLED=0)`,
    process.env['CGO_ENABLED'] === '0'
      ? 'Unset CGO_ENABLED, or set it to 1.'
      : `Go turns it off when the C compiler (${compiler}) is missing or the target is another system: install the ` +
          'compiler (Debian: `apt-get install gcc`), or set CC to one for the target and CGO_ENABLED=1.',
  );
}
