import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { shortPath } from './model/shortPath.js';
import { compile, compileFlags } from './build/compile.js';
import { hideCSymbols } from './build/cSymbols.js';
import { chooseProfile } from './build/profile.js';
import { checkOutput, headerOf, outputFile, publishOutput } from './build/publish.js';
import { requireTools } from './doctor/examine.js';
import { buildInputs } from './fingerprint/inputs.js';
import { stampInputs, type Stamps } from './fingerprint/stamps.js';
import { readHost } from './host/readHost.js';
import { CannotDo, severityOf, type Finding } from './model/finding.js';
import type { GodebugSetting, ModuleGraph } from './model/moduleGraph.js';
import type { HostInfo } from './model/host.js';
import type { BuildMode, BuildOptions, RewriteOptions } from './model/options.js';
import type { RenamePlan } from './model/renamePlan.js';
import { prepare, type Prepared } from './prepare.js';
import type { BuildResult, RewriteResult } from './report/buildDocument.js';
import { Stopwatch } from './report/stopwatch.js';
import type { ShareOptions } from './share.js';
import { Binary } from './verify/binary.js';
import { checkAgainstHost } from './verify/checkAgainstHost.js';
import { checkRegistries } from './verify/checks/registries.js';
import { checkExportedTypes } from './verify/exportedTypes.js';
import { findDiffering, verifyBuild } from './verify/verifyBuild.js';
import { withLock } from './write/lock.js';
import { writeMakefile } from './write/makefile.js';
import { mainPackage } from './write/moduleCopies.js';
import { checkTreeDirectory, writeStandaloneTree } from './write/standaloneTree.js';
import { withTempDir } from './write/tempDir.js';
import { workTreePaths, writeWorkTree } from './write/workTree.js';

/** Options -> ModuleGraph -> RenamePlan -> Edit[] -> WorkTree -> Plugin -> Finding[]. @throws CannotDo. */
export async function buildPlugin(options: BuildOptions): Promise<BuildResult> {
  const stopwatch = new Stopwatch();
  const share = await openShare(options);
  return withTempDir(options.dryRun ? tmpdir() : options.workDir, async (tempDir) => {
    for (;;) {
      const { differing, ...result } = await buildOnce({ ...options, share }, tempDir, stopwatch);
      if (share === undefined || differing.length === 0) return result;
      // What was believed equal to the host's, by its version, is not: it is renamed then.
      for (const importPath of differing) share.differing.add(importPath);
      options.taken.delete(outputFile(options.output, result.plan.main.from, options.buildMode));
    }
  });
}

/** What turns out to differ is added to it from build to build. */
type OpenShare = ShareOptions & { differing: Set<string> };

/** Reads the host, where there is one. @throws CannotDo where it cannot be read, or nothing can be shared with it. */
async function openShare({
  host: asked,
  cwd,
  buildMode,
}: Pick<BuildOptions, 'host' | 'cwd' | 'buildMode'>): Promise<OpenShare | undefined> {
  if (asked === undefined) return undefined;
  if (buildMode !== 'plugin') {
    throw new CannotDo(
      `--host is for plugins, and this is to be a ${buildMode}`,
      'Leave --host out: only plugin.Open shares packages with the program that loads something.',
    );
  }
  return { ...asked, host: await readHost(asked.host, cwd), differing: new Set<string>() };
}

/** @returns no output and what differs from the host's, where packages were shared that cannot be. */
async function buildOnce(
  options: BuildOptions & { share: ShareOptions | undefined },
  tempDir: string,
  stopwatch: Stopwatch,
): Promise<BuildResult & { differing: string[] }> {
  const { share, cwd } = options;
  const prepared = await prepare(
    {
      ...options,
      tempDir,
      compiledIn: options.workDir,
      readOnly: options.dryRun,
      mainApart: true,
      tests: false,
      wholeModule: false,
    },
    stopwatch,
  );
  const { plan, settings, kept } = prepared;
  const findings = [
    ...prepared.findings,
    ...checkExportedTypes(prepared, share?.host),
    ...checkRegistries(prepared.plan, options.buildMode),
  ];
  const result = {
    output: undefined,
    plan,
    findings,
    messages: '',
    timings: stopwatch.timings,
    differing: [],
  };
  if (options.dryRun || hasErrors(findings)) return result;

  const output = outputFile(options.output, plan.main.from, options.buildMode);
  checkOutput(output, options.taken, cwd);
  options.taken.add(output);
  const paths = workTreePaths(options, plan, prepared);
  const godebug = programGodebug(prepared.graph, options.buildMode);
  return withLock(paths.plugin, async () => {
    const tools = requireTools(settings, options);
    // Waited for below: both are short, and before the long part.
    tools.catch(() => undefined);
    const tree = await stopwatch.time('write', () =>
      writeWorkTree(prepared, paths, { settings, godebug, kept }),
    );
    await tools;
    const file = join(tempDir, basename(output));
    const profile = chooseProfile(prepared.flags, cwd, options.dir);
    const ofHost = share?.host.settings.get('-pgo');
    if (profile !== undefined && profile !== ofHost) findings.push({ kind: 'profile-used', profile });
    const trees = [...paths.dependencies.values()].map(({ dir }) => dir);
    const compiling = stopwatch.time('build', () =>
      options.jobs.compile(trees, (jobs) => compile({ ...options, file, profile, jobs }, prepared, tree)),
    );
    // Looks at thousands of files, as soon as the go command has its own to do.
    const stamping = setImmediate().then(() => stampBuild(options, prepared, output, stopwatch.startedAt));
    const [{ messages, ...linked }, stamps] = await Promise.all([compiling, stamping]);
    const differing = await stopwatch.time('verify', async () => {
      const built = new Binary(file, cwd);
      findings.push(...(await verifyBuild({ ...options, ...prepared, ...linked, built })));
      if (share === undefined || options.buildMode !== 'plugin') return [];
      const unequal = share.rename === 'conflicts' ? await findDiffering(built, plan, share.host) : [];
      if (unequal.length === 0) findings.push(...(await checkAgainstHost(built, share.host)));
      return unequal;
    });
    if (differing.length > 0 || hasErrors(findings)) return { ...result, messages, differing };
    publishOutput(file, output, cwd);
    return { ...result, output, messages, stamps };
  });
}

/** What tells afterwards whether the build would still be the same; undefined where files do not tell it. */
function stampBuild(
  { dir, buildMode, host }: BuildOptions,
  prepared: Prepared,
  output: string,
  startedAt: number,
): Stamps | undefined {
  // A host is a file more, and what is kept lies beyond the module graph.
  const inputs = host === undefined ? buildInputs(prepared, dir) : undefined;
  const outputs = buildMode === 'plugin' ? [output] : [output, headerOf(output)];
  return inputs && stampInputs(inputs, startedAt, outputs);
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ kind }) => severityOf[kind] === 'error');
}

/** What a build would come to, with all that explains it. */
export interface PlannedBuild {
  graph: ModuleGraph;
  plan: RenamePlan;
  host: HostInfo | undefined;
  findings: Finding[];
}

/** Options -> ModuleGraph -> RenamePlan; writes nothing. @throws CannotDo. */
export async function planPlugin(
  options: Omit<BuildOptions, 'output' | 'taken' | 'dryRun' | 'jobs'>,
): Promise<PlannedBuild> {
  const share = await openShare(options);
  return withTempDir(tmpdir(), async (tempDir) => {
    const place = { tempDir, compiledIn: options.workDir, readOnly: true };
    const kind = { mainApart: true, tests: false, wholeModule: false };
    const { graph, plan, findings } = await prepare(
      { ...options, ...place, ...kind, share },
      new Stopwatch(),
    );
    return { graph, plan, host: share?.host, findings };
  });
}

/** The same up to the written sources, as a tree that plain `go build` builds. @throws CannotDo. */
export function rewritePlugin(options: RewriteOptions): Promise<RewriteResult> {
  const stopwatch = new Stopwatch();
  const { out, cwd, buildMode } = options;
  checkTreeDirectory(out, shortPath(out, cwd));
  return withTempDir(options.workDir, async (tempDir) => {
    const prepared = await prepare(
      { ...options, tempDir, compiledIn: out, readOnly: false, mainApart: false, wholeModule: true },
      stopwatch,
    );
    const { plan, settings, module } = prepared;
    const hidesC = [...plan.packages.values()].some(({ decision }) => decision === 'isolate');
    if (hidesC) await requireTools(settings, options);
    const { main } = mainPackage(prepared);
    const profile = chooseProfile(prepared.flags, cwd, main.dir);
    const godebug = programGodebug(prepared.graph, buildMode);
    const { makefile, versionScript, ...tree } = await stopwatch.time('write', () =>
      writeStandaloneTree(prepared, out, { settings, godebug }),
    );
    const flags = compileFlags(prepared, cwd);
    const request = { ...tree, settings, tempDir, buildMode, profile, flags };
    const hidden = hidesC
      ? await stopwatch.time('build', () => hideCSymbols(plan, request, versionScript))
      : undefined;
    // The tree is a workspace, in which go takes neither of them.
    const unfit = prepared.flags.some(({ name }) => name === 'mod' || name === 'modfile');
    const command = [
      ...(unfit ? ['env', 'GOFLAGS=-mod=readonly', 'go'] : ['go']),
      'build',
      `-buildmode=${buildMode}`,
      ...(profile === undefined ? [] : [`-pgo=${profile}`]),
      ...compileFlags(prepared, cwd, hidden?.linkFlags),
    ];
    const packageDir = `./${relative(module.dir, main.dir)}`;
    writeMakefile(
      makefile,
      basename(outputFile({ dir: out }, plan.main.from, buildMode)),
      command,
      packageDir,
    );
    const findings = [...checkExportedTypes(prepared), ...checkRegistries(prepared.plan, options.buildMode)];
    if (profile !== undefined) findings.push({ kind: 'profile-used', profile });
    return {
      output: out,
      plan,
      findings,
      messages: '',
      timings: stopwatch.timings,
      command: [...command, packageDir],
      makefile,
    };
  });
}

/** Programs and C libraries have GODEBUG defaults of their own; a plugin runs under its host's. */
function programGodebug({ godebug }: ModuleGraph, buildMode: BuildMode): GodebugSetting[] {
  return buildMode === 'plugin' ? [] : godebug;
}
