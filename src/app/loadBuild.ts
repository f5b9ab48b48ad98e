import { existsSync } from 'node:fs';
import { recallGraph, rememberGraph, type LoadedGraph } from '../store/recallGraph.js';
import { whyNoBuildMode } from '../golist/buildModeSupport.js';
import { explainGoFailure, isMissingRelease } from '../golist/goFailure.js';
import { loadModuleGraph } from '../golist/loadModuleGraph.js';
import { askGoflags, loadGoSettings } from '../golist/goSettings.js';
import { guardUserFiles } from '../golist/userFiles.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import { releaseOf } from '../base/goVersion.js';
import { parseGoFlags, parseGoflagsVariable, type GoFlag } from '../base/goFlags.js';
import type { HostInfo } from '../model/host.js';
import type { GoSettings, ModuleGraph } from '../model/moduleGraph.js';
import type { LoadOptions } from '../model/options.js';
import { shortPath } from '../base/shortPath.js';
import { findHostObstacles } from '../predict/hostObstacles.js';
import { listTaken, takeOverSettings } from '../host/takeOver.js';
import { environment } from '../process/call.js';
import { shareWithHost, type SharedBuild, type ShareOptions } from '../sharing/shareWithHost.js';
import { checkStart, platformOf, refuse } from './checkStart.js';

export interface LoadBuildOptions extends LoadOptions {
  /** Absolute directory of the main package. */
  dir: string;
  /** Absolute root of the work trees. */
  workDir: string;
  /** Absolute directory for temporary files. */
  tempDir: string;
  /** Write nothing to the work directory. */
  readOnly: boolean;
  /** Use no records of earlier runs. */
  fresh: boolean;
  /** Load all packages of the plugin's own modules, with their tests. */
  tests: boolean;
  /** The plugin will not be compiled here, so compilers do not matter. */
  plansOnly?: boolean;
  /** The host, and what to share with it. */
  share?: ShareOptions | undefined;
  meanwhile?: () => void;
}

/** What the go command reports about a build, and what host and plugin share. */
export interface LoadedBuild {
  settings: GoSettings;
  /** GOFLAGS and command line together. */
  flags: GoFlag[];
  graph: ModuleGraph;
  shared: SharedBuild | undefined;
  findings: Finding[];
  /** The settings that are adopted from the host, a word each: `GOAMD64=v3`, `-trimpath`. */
  taken: string[];
}

/**
 * Asks the go command, unless nothing has changed since the last time.
 * @param options - `meanwhile`: called while the go command works, if it is asked.
 * @throws UserError
 */
export async function loadBuild(options: LoadBuildOptions): Promise<LoadedBuild> {
  const { share, dir, cwd, variables } = options;
  if (share !== undefined) return loadWithHost(options, share);
  const loaded = await loadGraph(options, undefined, async () => {
    const settings = await loadGoSettings(dir, cwd, variables);
    const flags = [...parseGoflagsVariable(settings.goflags), ...parseGoFlags(options.goFlags)];
    if (options.plansOnly !== true && settings.env['GOHOSTARCH'] !== settings.goarch) {
      await checkStart({ ...options, settings, host: undefined, findings: [] });
    }
    return { settings, flags, graph: await listGraph(options, settings, flags) };
  });
  return { ...loaded, shared: undefined, findings: [], taken: [] };
}

/** The host's settings, unless the user has chosen others, and a graph that shares packages with the host. */
async function loadWithHost(options: LoadBuildOptions, share: ShareOptions): Promise<LoadedBuild> {
  const { dir, cwd, tempDir } = options;
  const { host } = share;
  refuse(findHostObstacles(host), { findings: [] });
  // The host's Go version is used, whatever go.mod requires.
  const goflags = await askGoflags(dir, cwd, { GOTOOLCHAIN: 'local' });
  const ofUser = [...parseGoflagsVariable(goflags), ...parseGoFlags(options.goFlags)];
  const user = { env: environment(), flags: ofUser, exists: existsSync };
  const taken = takeOverSettings(host, user, `the host ${shortPath(host.path, cwd)}`);
  const overrides = { ...taken.overrides, ...options.variables };
  const flags = [...taken.flags, ...ofUser];
  const ofHost = { flags, platform: platformOf(host) };
  const { settings, graph } = await loadGraph({ ...options, variables: overrides }, ofHost, async () => {
    const explain = (error: unknown): never => {
      throw explainRelease(error, overrides, host);
    };
    const settings = await loadGoSettings(dir, cwd, overrides).catch((error: unknown) =>
      explain(explainMissing(error, overrides)),
    );
    checkRelease(settings, overrides, host);
    if (options.plansOnly !== true)
      await checkStart({ ...options, settings, host, findings: taken.findings });
    return { settings, flags, graph: await listGraph(options, settings, flags).catch(explain) };
  });
  const shared = await shareWithHost({ graph, settings, flags, tempDir, cwd }, share);
  const findings = [...taken.findings, ...shared.findings];
  return { settings, flags, graph: shared.graph, shared, findings, taken: listTaken(taken) };
}

/**
 * The last answer of the go command, if it would be the same; otherwise asks.
 * @param ofHost - what else the answer depends on; undefined without a host.
 */
async function loadGraph(
  options: LoadBuildOptions,
  ofHost: object | undefined,
  ask: () => Promise<LoadedGraph>,
): Promise<LoadedGraph> {
  const { tests, fresh, readOnly } = options;
  const request = { ...options, ofHost, forCompiling: options.plansOnly !== true };
  // Packages of tests are not in the recorded list of files.
  const known = tests || fresh ? undefined : recallGraph(request);
  if (known !== undefined) return known;
  const startedAt = Date.now();
  const loaded = await ask();
  if (!tests && !readOnly) rememberGraph(request, loaded, startedAt);
  return loaded;
}

async function listGraph(
  { dir, files, cwd, tempDir, tests, buildMode, meanwhile }: LoadBuildOptions,
  settings: GoSettings,
  flags: readonly GoFlag[],
): Promise<ModuleGraph> {
  if (settings.env['GO111MODULE'] === 'off') {
    throw new UserError(
      'module mode is disabled (GO111MODULE=off)',
      'Unset it, also with `go env -u GO111MODULE`.',
    );
  }
  if (settings.goMod === undefined) {
    throw new UserError(
      `${shortPath(dir, cwd)} is not in a Go module: there is no go.mod in it or in a parent directory`,
      'Run `go mod init example.com/name` in it, then `go mod tidy`.',
    );
  }
  if (buildMode !== 'exe' && !settings.cgoEnabled) {
    // If the target does not support plugins at all, cgo would not help.
    const reason = await whyNoBuildMode(settings, buildMode);
    throw reason === undefined ? cgoNeeded(buildMode, settings) : explainGoFailure(reason, { goCwd: dir });
  }
  const guarded = await guardUserFiles(settings, flags, cwd, tempDir);
  guarded.flags.push(`-buildmode=${buildMode}`);
  return loadModuleGraph(settings, guarded, { dir, files, cwd, tests, meanwhile });
}

/** The error if the host's Go version is too old for the plugin; other errors unchanged. */
function explainRelease(
  error: unknown,
  overrides: Readonly<Record<string, string>>,
  host: HostInfo,
): unknown {
  if (!(error instanceof UserError) || overrides['GOTOOLCHAIN'] === undefined) return error;
  if (/requires go >= /.test(error.message)) {
    return new UserError(
      `the host was built with ${host.goVersion}, and building with it fails: ${error.message}`,
      'Plugin and host must have the same Go version. Lower the go line in go.mod (and the versions of modules that require a newer one), ' +
        'or build the host with a newer Go version.',
    );
  }
  return error;
}

/** The error if the host's Go version is not available; other errors unchanged. */
function explainMissing(error: unknown, { GOTOOLCHAIN: asked }: Readonly<Record<string, string>>): unknown {
  return error instanceof UserError && asked !== undefined && isMissingRelease(error.message)
    ? cannotHaveRelease(asked, `: ${error.message}`)
    : error;
}

/** @throws UserError if the go command has ignored GOTOOLCHAIN, as before go1.21. */
function checkRelease(
  { version }: GoSettings,
  { GOTOOLCHAIN: asked }: Readonly<Record<string, string>>,
  host: HostInfo,
): void {
  if (asked === undefined || releaseOf(version) === asked) return;
  throw cannotHaveRelease(asked, `: the go command here is ${version}, which cannot download others`, host);
}

function cannotHaveRelease(release: string, reason: string, host?: HostInfo): UserError {
  return new UserError(
    `the host was built with ${host?.goVersion ?? release}, which is not available here${reason}`,
    `Install that Go version and put it first in PATH, or let the go command (1.21 or newer) download it from a module proxy ` +
      `(GOPROXY): GOTOOLCHAIN=${release} go version.`,
  );
}

function cgoNeeded(buildMode: string, settings: GoSettings): UserError {
  const compiler = settings.env['CC'] ?? 'gcc';
  return new UserError(
    `-buildmode=${buildMode} requires cgo, which is disabled (CGO_ENABLED=0)`,
    environment()['CGO_ENABLED'] === '0'
      ? 'Unset CGO_ENABLED, or set it to 1.'
      : `Go disables it if the C compiler (${compiler}) is missing or the target is another system: install the ` +
          'compiler (Debian: `apt-get install gcc`), or set CC to one for the target and CGO_ENABLED=1.',
  );
}
