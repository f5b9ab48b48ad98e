import { releaseOf } from '../model/goRelease.js';
import { readHost } from '../host/readHost.js';
import type { BuiltBy } from '../host/takeOver.js';
import type { Finding } from '../model/finding.js';
import type { HostInfo } from '../model/host.js';
import { withPlans } from '../model/planNames.js';
import { shortPath } from '../model/shortPath.js';
import { traceRestorer } from '../model/traceNames.js';
import { readBuildInfo } from '../verify/buildInfo.js';
import { checkPlan, findCutOff } from '../verify/checks/planFindings.js';
import { inspectPlugin, type Inspection } from '../verify/inspect.js';
import { knownTrees } from '../write/knownTrees.js';
import { withTempDir } from '../write/tempDir.js';
import { goLike } from './goLike.js';
import { compileLoader, writeLoader, type Loader } from './loader.js';
import { interpretRun, type Outcome } from './outcome.js';
import { runLoader } from './runLoader.js';
import { buildTwin } from './twin.js';

export interface ProbeOptions {
  /** Absolute, in the order to be opened. */
  files: readonly string[];
  /** Absolute path of a host, as readHost takes it; undefined for a process that only has the standard library. */
  host: string | undefined;
  /** Absolute directory of the source of the host's main module, or undefined. */
  hostSource: string | undefined;
  /** Milliseconds for all of them together. */
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

/** Loads plugins into a process that is made for it. @throws CannotDo for what is no plugin, or has no loader here. */
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

/** What the plans say of plugins that load. @param host undefined where none is known. */
function ofPlans(plugins: readonly ProbedPlugin[], host: HostInfo | undefined): Finding[] {
  return plugins.flatMap(({ inspection: { file, exports, checked }, state }) => {
    const plugin = { file, exports: exports.map(({ name }) => name), ...checked };
    const isMet = host !== undefined && state === 'loaded';
    return [...checkPlan(plugin), ...(isMet ? findCutOff(plugin, host) : [])];
  });
}

async function buildLoader(
  { files: [first = ''], hostSource, cwd }: ProbeOptions,
  host: HostInfo | undefined,
  tempDir: string,
): Promise<Loader & { findings: Finding[] }> {
  const plugin = await readBuiltBy(first, cwd);
  if (host === undefined) {
    const name = shortPath(first, cwd);
    const like = await goLike(plugin, name, cwd);
    const godebug = plugin.settings.get('DefaultGODEBUG');
    const content = { path: 'gorename-plugin/probe', imports: [], modules: [], godebug };
    const dir = await writeLoader(content, like, tempDir);
    const program = await compileLoader({ dir, what: `a loader for ${name}` }, like, cwd);
    return { program, release: like.settings.version, findings: [] };
  }
  return buildTwin({ host, hostSource, plugin, tempDir, cwd });
}

async function readBuiltBy(file: string, cwd: string): Promise<BuiltBy> {
  const { goVersion, settings } = await readBuildInfo(file, cwd);
  return { goVersion, goos: settings.get('GOOS') ?? '', goarch: settings.get('GOARCH') ?? '', settings };
}

/** Where releases differ, plugin.Open fails in ways that do not tell so: with errors, panics, or the end of the process. */
function withReleases(finding: Finding, inspections: readonly Inspection[], release: string): Finding {
  if (!('file' in finding && 'cause' in finding)) return finding;
  const goVersion = inspections.find(({ file }) => file === finding.file)?.goVersion ?? '';
  if (releaseOf(goVersion) === releaseOf(release)) return finding;
  const releases = `it was built by ${goVersion || 'an unknown Go release'}, the process by ${release}`;
  return { ...finding, cause: `${finding.cause} (${releases})` };
}
