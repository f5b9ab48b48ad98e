import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { addPlan, carriesPlan } from './build/addPlan.js';
import { compile } from './build/compile.js';
import { describePlan } from './build/describePlan.js';
import { programGodebug } from './build/godebug.js';
import { chooseProfile } from './build/profile.js';
import { checkOutput, headerOf, outputFile, publishOutput } from './build/publish.js';
import { requireTools } from './doctor/examine.js';
import { buildInputs } from './fingerprint/inputs.js';
import { stampInputs, type Stamps } from './fingerprint/stamps.js';
import { severityOf, type Finding } from './model/finding.js';
import { isOn } from './model/goFlags.js';
import type { BuildMode, BuildOptions } from './model/options.js';
import type { Prepared } from './planBuild.js';
import type { BuildResult } from './report/buildDocument.js';
import type { Stopwatch } from './report/stopwatch.js';
import type { ShareOptions } from './share.js';
import { withLock } from './write/lock.js';
import { workTreePaths, writeWorkTree } from './write/workTree.js';

/**
 * RenamePlan -> Edit[] -> WorkTree -> Plugin -> Finding[].
 * @returns no output and what differs from the host's, where packages were shared that cannot be. @throws CannotDo.
 */
export async function finishBuild(
  prepared: Prepared,
  options: BuildOptions & { share: ShareOptions | undefined },
  tempDir: string,
  stopwatch: Stopwatch,
): Promise<BuildResult & { differing: string[] }> {
  const { share, cwd } = options;
  const { plan, settings, kept } = prepared;
  const result = {
    output: undefined,
    plan,
    findings: prepared.findings,
    messages: '',
    timings: stopwatch.timings,
    differing: [],
  };
  if (options.dryRun || hasErrors(prepared.findings))
    return { ...result, findings: await checkSources(prepared, options) };

  const output = outputFile(options.output, plan.main, options.buildMode);
  checkOutput(output, options.taken, cwd);
  options.taken.add(output);
  const paths = workTreePaths(options, plan, prepared);
  const godebug = programGodebug(prepared.graph, options.buildMode);
  return withLock(paths.plugin, async () => {
    requireTools(settings, options);
    const tree = await stopwatch.time('write', () =>
      writeWorkTree(prepared, paths, { settings, godebug, kept, trimmed: isOn(prepared.flags, 'trimpath') }),
    );
    const file = join(tempDir, basename(output));
    const profile = chooseProfile(prepared.flags, cwd, options.dir);
    const trees = [...paths.dependencies.values()].map(({ dir }) => dir);
    const compiling = stopwatch.time('build', () =>
      options.jobs.compile(trees, (jobs) => compile({ ...options, file, profile, jobs }, prepared, tree)),
    );
    // As soon as the go command has its own to do: one looks at thousands of files, the other loads a parser.
    const meanwhile = setImmediate().then(async () => {
      const findings = await checkSources(prepared, options);
      return { findings, stamps: stampBuild(options, prepared, output, stopwatch.startedAt) };
    });
    // Whatever fails, the go command has ended before its work tree is given away.
    await Promise.allSettled([compiling, meanwhile]);
    const [{ messages, sharedC, ...linked }, { findings, stamps }] = await Promise.all([
      compiling,
      meanwhile,
    ]);
    const ofHost = share?.host.settings.get('-pgo');
    if (profile !== undefined && profile !== ofHost) findings.push({ kind: 'profile-used', profile });
    if (carriesPlan(settings, options.buildMode)) {
      const facts = { findings, directories: tree.directories, sharedC, cwd };
      await addPlan(file, describePlan(prepared, facts), settings, tempDir);
    }
    const differing = await stopwatch.time('verify', async () => {
      const { Binary, checkAgainstHost, findDiffering, verifyBuild } = await import('./verify/checkBuild.js');
      const built = new Binary(file, cwd);
      findings.push(...(await verifyBuild({ ...options, ...prepared, ...linked, built })));
      if (share === undefined || options.buildMode !== 'plugin') return [];
      const unequal = share.rename === 'conflicts' ? await findDiffering(built, plan, share.host) : [];
      if (unequal.length === 0) findings.push(...(await checkAgainstHost(built, share.host)));
      return unequal;
    });
    if (differing.length > 0 || hasErrors(findings)) return { ...result, findings, messages, differing };
    publishOutput(file, output, cwd);
    return { ...result, findings, output, messages, stamps };
  });
}

/** What is known before, and what main's own sources and the plan tell. */
async function checkSources(
  prepared: Prepared,
  { buildMode, share }: { buildMode: BuildMode; share: ShareOptions | undefined },
): Promise<Finding[]> {
  const { checkExportedTypes, checkRegistries } = await import('./verify/checkBuild.js');
  return [
    ...prepared.findings,
    ...checkExportedTypes(prepared, share?.host),
    ...checkRegistries(prepared.plan, buildMode),
  ];
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
