import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { addPlan, carriesPlan } from '../gobuild/addPlan.js';
import { nameOriginalModules } from '../gobuild/originalModules.js';
import { compile } from '../gobuild/compile.js';
import { describePlan } from '../gobuild/describePlan.js';
import { programGodebug } from '../gobuild/godebug.js';
import { explainOlder } from '../gobuild/olderVersions.js';
import { chooseProfile } from '../gobuild/profile.js';
import { checkOutput, outputFile, publishOutput } from '../gobuild/publishOutput.js';
import { Binary } from '../binary/goBinary.js';
import { checkHostSource } from '../check/hostSource.js';
import { isEmptyPlugin } from '../check/findPrivateRegistrations.js';
import { findDiffering, verifyBuild } from '../check/verifyBuild.js';
import { checkAgainstHost } from '../predict/checkAgainstHost.js';
import { checkSources } from './checkSources.js';
import { describeBill } from './describeBill.js';
import { requireTools } from './examineTools.js';
import { stampBuild } from './stampBuild.js';
import { hasErrors } from '../findings/policy.js';
import { isOn } from '../base/goFlags.js';
import type { BuildOptions } from '../model/options.js';
import type { KeptModules } from '../model/sharedPackages.js';
import type { Prepared } from '../plan/prepared.js';
import type { BuildResult } from '../report/buildDocument.js';
import type { Stopwatch } from '../report/stopwatch.js';
import { SourceChanged } from '../base/sourceChanged.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';
import type { SourceWatch } from './sourceWatch.js';
import { withLock } from '../store/lock.js';
import { trimDaily } from '../store/trim.js';
import { markUsed } from '../store/lastUse.js';
import { workTreePaths, writeWorkTree } from '../worktree/workTree.js';

/**
 * RenamePlan → Edit[] → WorkTree → Plugin → Finding[].
 * @returns no output, and the packages that differ from the host's, if any of those that were shared differ.
 * @throws UserError, SourceChanged if the build has to be planned again.
 */
export async function finishBuild(
  prepared: Prepared,
  options: BuildOptions & { share: ShareOptions | undefined; watch: SourceWatch },
  tempDir: string,
  stopwatch: Stopwatch,
): Promise<BuildResult & { differing: string[] }> {
  const { share, cwd, watch } = options;
  const { plan, settings, kept } = prepared;
  const result = {
    output: undefined,
    plan,
    findings: prepared.findings,
    messages: '',
    taken: prepared.taken,
    timings: stopwatch.timings,
    roots: prepared.roots,
    sources: { graph: prepared.graph, host: share?.host },
    differing: [],
  };
  const checks = { ...options, recordsChanges: !options.dryRun };
  const place = { tempDir, workDir: options.workDir, readOnly: options.dryRun, fresh: watch.fresh };
  if (options.dryRun || hasErrors(prepared.findings, options.policy)) {
    watch.check(prepared);
    const { findings, unanalysed } = await checkSources(prepared, checks, place);
    return { ...result, findings, unanalysed, planned: prepared };
  }

  const output = outputFile(options.output, plan.main, options.buildMode);
  checkOutput(output, options.taken, cwd);
  options.taken.add(output);
  const paths = workTreePaths(options, plan, prepared);
  const godebug = programGodebug(prepared.graph, options.buildMode);
  const waiting = { what: plan.main.from, report: options.report };
  const building = withLock(paths.plugin, waiting, async (lock) => {
    // The sources may have been edited while another build held the lock.
    watch.check(prepared);
    requireTools(settings, options);
    options.progress.planned(plan);
    const trees = [...paths.dependencies.values()].map(({ dir }) => dir);
    markUsed([paths.plugin, ...trees]);
    const tree = await stopwatch.time('write', () =>
      writeWorkTree(
        prepared,
        paths,
        { settings, godebug, kept, trimmed: isOn(prepared.flags, 'trimpath') },
        waiting.report,
      ),
    );
    const file = join(tempDir, basename(output));
    const profile = chooseProfile(prepared.flags, cwd, options.dir);
    const compiling = stopwatch.time('build', () =>
      options.jobs.compile(trees, (jobs) => compile({ ...options, file, profile, jobs }, prepared, tree)),
    );
    // While the go command reads thousands of files.
    const meanwhile = setImmediate().then(async () => {
      const checked = await checkSources(prepared, checks, place);
      trimDaily(options.workDir);
      return { ...checked, stamps: stampBuild(options, prepared, output, stopwatch.startedAt) };
    });
    // Even after a failure, the go command must have ended before the lock on its work tree is released.
    await Promise.allSettled([compiling, meanwhile]);
    const [{ messages, sharedC, ...linked }, { findings, unanalysed, changes, stamps }] = await Promise.all([
      compiling,
      meanwhile,
    ]).catch((error: unknown) => {
      throw explainOlder(error, prepared.findings);
    });
    if (options.buildMode === 'plugin' && isEmptyPlugin(prepared.graph))
      findings.push({ kind: 'exports-nothing', file: output });
    const ofHost = share?.host.settings.get('-pgo');
    if (profile !== undefined && profile !== ofHost) findings.push({ kind: 'profile-used', profile });
    const facts = { findings, changes, directories: tree.directories, sharedC, cwd };
    const carried = describePlan(prepared, facts);
    if (options.buildInfo === 'original' && !nameOriginalModules(file, carried)) {
      findings.push({ kind: 'build-info-renamed' });
    }
    if (carriesPlan(settings, options.buildMode)) addPlan(file, carried);
    const differing = await stopwatch.time('verify', async () => {
      const built = new Binary(file, cwd);
      // The comparison with a host needs all symbols; then they serve the rest, too.
      if (share !== undefined) await Promise.all([built.dynamicText(), built.info()]);
      findings.push(...(await verifyBuild({ ...options, ...prepared, ...linked, built })));
      if (share === undefined || options.buildMode !== 'plugin') return [];
      const unequal = share.rename === 'conflicts' ? await findDiffering(built, plan, share.host) : [];
      if (unequal.length > 0) return unequal;
      findings.push(
        ...checkHostSource({
          ...share,
          plan,
          packages: prepared.graph.packages,
          sources: localSources(kept),
          packageHashes: await built.packageHashes(),
        }),
        ...(await checkAgainstHost(built, share.host)),
      );
      return unequal;
    });
    if (differing.length > 0 || hasErrors(findings, options.policy))
      return { ...result, findings, unanalysed, messages, differing };
    const bill = options.bill ? await describeBill(prepared, carried, file) : undefined;
    lock.check();
    publishOutput(file, output, cwd);
    return { ...result, findings, unanalysed, output, messages, stamps, bill };
  });
  return building.catch((error: unknown) => {
    if (error instanceof SourceChanged) options.taken.delete(output);
    throw error;
  });
}

/** The directories of shared modules that are not in the module cache at the host's version. */
function localSources(kept: KeptModules | undefined): Map<string, string> {
  const local = (kept?.loaded ?? []).filter(({ local, main }) => local || main);
  return new Map(local.map(({ path, dir }) => [path, dir]));
}
