import { releaseOf } from '../base/goVersion.js';
import { readHost } from '../host/readHost.js';
import { takeOverGodebug, type BuiltBy } from '../host/takeOver.js';
import type { CLibrary } from '../model/cLibrary.js';
import { UserError } from '../base/userError.js';
import { Refused } from '../findings/refused.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import { withPlans } from '../names/planNames.js';
import { shortPath } from '../base/shortPath.js';
import { traceRestorer } from '../names/restoreTrace.js';
import { Binary } from '../binary/goBinary.js';
import { cLibraryDiffers } from '../predict/hostObstacles.js';
import { checkPlan, findCutOff } from '../check/planFindings.js';
import { inspectPlugin, type Inspection } from '../binary/inspectPlugin.js';
import { knownTrees } from '../worktree/knownTrees.js';
import { withTempDir } from '../store/tempDir.js';
import { chooseCompiler } from './chooseCompiler.js';
import { goLike } from './goLike.js';
import { compileLoader, writeLoader, type Loader } from './loader.js';
import { interpretRun, type Outcome } from './outcome.js';
import { runLoader } from './runLoader.js';
import { buildReplica } from './hostReplica.js';

export interface ProbeOptions {
  /** Absolute, in the order in which they are opened. */
  files: readonly string[];
  /** Absolute path of a host, as for readHost; undefined for a process that only has the standard library. */
  host: string | undefined;
  /** Absolute directory of the source of the host's main module, or undefined. */
  hostSource: string | undefined;
  /** Milliseconds for all plugins together. */
  timeout: number;
  /** The user's directory, and that of the process that loads the plugins. */
  cwd: string;
  workDir: string;
}

export interface ProbedPlugin extends Outcome {
  inspection: Inspection;
}

export interface ProbeResult {
  /** Absolute. */
  host: string | undefined;
  plugins: ProbedPlugin[];
  findings: Finding[];
}

/**
 * Loads plugins into a process that is built for it.
 * @throws UserError for a file that is not a plugin, or if no loader can be built here.
 */
export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  const { files, host, timeout, cwd, workDir } = options;
  const inspections: Inspection[] = [];
  for (const file of files) inspections.push(await inspectPlugin(file, cwd));
  const requests = inspections.map(({ file, exports }) => {
    return { file, symbols: exports.map(({ name }) => name) };
  });
  return withTempDir(workDir, async (tempDir) => {
    const known = host === undefined ? undefined : await readHost(host, cwd);
    const { program, release, findings } = await buildLoader(options, known, tempDir);
    const run = await runLoader({ program, requests, cwd, tempDir, timeout });
    const plans = inspections.flatMap(({ checked: { plan } }) => plan ?? []);
    const restore = traceRestorer(withPlans(knownTrees(workDir), plans));
    const { outcomes, findings: ofRun } = interpretRun(files, host, run, restore);
    const plugins = inspections.flatMap((inspection, index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? [] : [{ inspection, ...outcome }];
    });
    const told = ofRun.map((finding) => withReleases(finding, inspections, release));
    return { host, plugins, findings: [...findings, ...told, ...ofPlans(plugins, known)] };
  });
}

/**
 * Findings from the plans of plugins that load.
 * @param host - undefined if none is known.
 */
function ofPlans(plugins: readonly ProbedPlugin[], host: HostInfo | undefined): Finding[] {
  return plugins.flatMap(({ inspection: { file, exports, checked }, state }) => {
    const plugin = { file, exports: exports.map(({ name }) => name), ...checked };
    const isMet = host !== undefined && state === 'loaded';
    return [...checkPlan(plugin), ...(isMet ? findCutOff(plugin, host) : [])];
  });
}

async function buildLoader(
  { files, hostSource, cwd }: ProbeOptions,
  host: HostInfo | undefined,
  tempDir: string,
): Promise<Loader & { findings: Finding[] }> {
  const built = await Promise.all(files.map((file) => readBuiltBy(file, cwd)));
  const [plugin] = built;
  if (plugin === undefined) throw new Error('no plugin to load');
  if (host === undefined) {
    const name = shortPath(plugin.file, cwd);
    const other = built.find(({ cLibrary }) => cLibrary !== plugin.cLibrary);
    if (other !== undefined) {
      throw new UserError(
        `${shortPath(other.file, cwd)} is linked with ${other.cLibrary ?? 'no C library'}, but ${name} with ${plugin.cLibrary ?? 'none'}: a process can have only one C library`,
        'Probe them one by one.',
      );
    }
    const found = await goLike(plugin, { name, tempDir, cwd });
    const compiler = await chooseCompiler(plugin.cLibrary, found.settings, { name, tempDir, cwd });
    const like = { ...found, env: { ...found.env, ...compiler } };
    const godebug = takeOverGodebug(plugin, name);
    const content = { path: 'gorename-plugin/probe', imports: [], modules: [], godebug };
    const dir = await writeLoader(content, like, tempDir);
    const program = await compileLoader({ dir, what: `a loader for ${name}` }, like, cwd);
    return { program, release: like.settings.version, findings: [] };
  }
  const differing = built.flatMap((one) => cLibraryDiffers(host, one) ?? []);
  if (differing.length > 0) throw new Refused(differing);
  return buildReplica({ host, hostSource, plugin, tempDir, cwd });
}

/** How a plugin was built, as far as its build info, its headers and its file table show it. */
async function readBuiltBy(file: string, cwd: string): Promise<BuiltPlugin> {
  const binary = new Binary(file, cwd);
  const [{ goVersion, settings }, { cLibrary }, trimmed] = await Promise.all([
    binary.info(),
    binary.headers(),
    binary.trimmed(),
  ]);
  const [goos, goarch] = [settings.get('GOOS') ?? '', settings.get('GOARCH') ?? ''];
  return { file, goVersion, goos, goarch, settings, trimmed, cLibrary };
}

interface BuiltPlugin extends BuiltBy {
  /** Absolute. */
  file: string;
  cLibrary: CLibrary | undefined;
}

/** If Go versions differ, plugin.Open fails without naming the reason: with errors, panics, or a crash. */
function withReleases(finding: Finding, inspections: readonly Inspection[], release: string): Finding {
  if (!('file' in finding && 'errorText' in finding)) return finding;
  const goVersion = inspections.find(({ file }) => file === finding.file)?.goVersion ?? '';
  if (releaseOf(goVersion) === releaseOf(release)) return finding;
  const releases = `it was built with ${goVersion || 'an unknown Go version'}, the process with ${release}`;
  return { ...finding, errorText: `${finding.errorText} (${releases})` };
}
