import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../model/finding.js';
import { shortPath } from '../model/shortPath.js';
import { traceRestorer } from '../model/traceNames.js';
import { readBuildInfo } from '../verify/buildInfo.js';
import { inspectPlugin, type Inspection } from '../verify/inspect.js';
import { knownTrees } from '../write/knownTrees.js';
import { withTempDir } from '../write/tempDir.js';
import { compileLoader, goLike } from './compileLoader.js';
import { interpretRun, type Outcome } from './outcome.js';
import { runLoader } from './runLoader.js';

/** The Go module of the loader, beside `src/` and `dist/`. */
const LOADER_DIR = fileURLToPath(new URL('../../probe', import.meta.url));

export interface ProbeOptions {
  /** Absolute, in the order to be opened. */
  files: readonly string[];
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
  plugins: ProbedPlugin[];
  findings: Finding[];
}

/** Loads plugins into a process that is made for it. @throws CannotDo for what is no plugin, or has no loader here. */
export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  const { files, timeout, cwd, workDir } = options;
  const inspections: Inspection[] = [];
  for (const file of files) inspections.push(await inspectPlugin(file, cwd));
  const requests = inspections.map(({ file, exports }) => {
    return { file, symbols: exports.map(({ name }) => name) };
  });
  return withTempDir(workDir, async (tempDir) => {
    const { program, release } = await plainLoader(files[0] ?? '', tempDir, cwd);
    const run = await runLoader({ program, requests, cwd, tempDir, timeout });
    const restore = traceRestorer(knownTrees(workDir));
    const { outcomes, findings } = interpretRun(files, run, restore);
    const plugins = inspections.flatMap((inspection, index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? [] : [{ inspection, ...outcome }];
    });
    return { plugins, findings: findings.map((finding) => withReleases(finding, inspections, release)) };
  });
}

interface Loader {
  /** Absolute. */
  program: string;
  /** The Go release that it was built by. */
  release: string;
}

/** A host without packages of its own, with the standard library of the first plugin. */
async function plainLoader(plugin: string, tempDir: string, cwd: string): Promise<Loader> {
  const dir = join(tempDir, 'loader');
  cpSync(LOADER_DIR, dir, { recursive: true });
  const { goVersion, settings } = await readBuildInfo(plugin, cwd);
  const [goos, goarch] = [settings.get('GOOS') ?? '', settings.get('GOARCH') ?? ''];
  const name = shortPath(plugin, cwd);
  const like = await goLike({ goVersion, goos, goarch, settings }, name, dir, cwd);
  const program = await compileLoader({ dir, what: `a loader for ${name}` }, like, cwd);
  return { program, release: like.settings.version };
}

/** Where releases differ, plugin.Open fails in ways that do not tell so: with errors, panics, or the end of the process. */
function withReleases(finding: Finding, inspections: readonly Inspection[], release: string): Finding {
  if (!('file' in finding && 'message' in finding)) return finding;
  const goVersion = inspections.find(({ file }) => file === finding.file)?.goVersion ?? '';
  if (goVersion === release) return finding;
  const releases = `it was built by ${goVersion || 'an unknown Go release'}, the process by ${release}`;
  return { ...finding, message: `${finding.message} (${releases})` };
}
