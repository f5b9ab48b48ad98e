import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { outputFile } from '../gobuild/publishOutput.js';
import { digest } from '../base/digest.js';
import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { BuildOptions, RewriteOptions } from '../model/options.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { shortPath } from '../base/shortPath.js';
import { prepare } from './prepare.js';
import type { BuildResult, RewriteResult } from '../report/buildDocument.js';
import { Stopwatch } from '../report/stopwatch.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';
import { whileSourcesChange, type SourceWatch } from './sourceWatch.js';
import { withLock } from '../store/lock.js';
import { sweepDrafts } from '../store/sweep.js';
import { withTempDir } from '../store/tempDir.js';
import { checkTreeDirectory } from '../worktree/treeDirectory.js';

/**
 * Options → ModuleGraph → RenamePlan → Edit[] → WorkTree → Plugin → Finding[].
 * @throws UserError
 */
export async function buildPlugin(options: BuildOptions): Promise<BuildResult> {
  const stopwatch = new Stopwatch(options.progress);
  const share = await openShare(options);
  return withTempDir(options.dryRun ? tmpdir() : options.workDir, async (tempDir) => {
    for (;;) {
      const { differing, ...result } = await whileSourcesChange(options.cwd, (watch) =>
        buildOnce({ ...options, share, watch }, tempDir, stopwatch),
      );
      if (share === undefined || differing.length === 0) return result;
      // Packages with the host's version that differ all the same are renamed in the next build.
      for (const importPath of differing) share.differing.add(importPath);
      options.taken.delete(outputFile(options.output, result.plan.main, options.buildMode));
    }
  });
}

/** Packages that turn out to differ are added to it after each build. */
type OpenShare = ShareOptions & { differing: Set<string> };

/**
 * Reads the host, if there is one.
 * @throws UserError if it cannot be read, or nothing can be shared with it.
 */
async function openShare({
  host: asked,
  cwd,
  buildMode,
}: Pick<BuildOptions, 'host' | 'cwd' | 'buildMode'>): Promise<OpenShare | undefined> {
  if (asked === undefined) return undefined;
  if (buildMode !== 'plugin') {
    throw new UserError(
      `--host cannot be combined with --buildmode=${buildMode}`,
      'Leave --host out: only plugins share packages with the program that loads them.',
    );
  }
  const { readHost } = await import('../host/readHost.js');
  return { ...asked, host: await readHost(asked.host, cwd), differing: new Set<string>() };
}

/** @returns no output, and the packages that differ from the host's, if any of those that were shared differ. */
async function buildOnce(
  options: BuildOptions & { share: ShareOptions | undefined; watch: SourceWatch },
  tempDir: string,
  stopwatch: Stopwatch,
): Promise<BuildResult & { differing: string[] }> {
  const { fresh } = options.watch;
  const place = { tempDir, compiledIn: options.workDir, readOnly: options.dryRun, fresh };
  const prepared = await prepare(
    { ...options, ...place, ...FOR_BUILD },
    stopwatch,
    () => import('./finishBuild.js'),
  );
  const { finishBuild } = await import('./finishBuild.js');
  return finishBuild(prepared, options, tempDir, stopwatch);
}

/** What a build needs, and a tree for plain go does not. */
const FOR_BUILD = { mainApart: true, tests: false, wholeModule: false };

/** What a build would do, and why. */
export interface PlannedBuild {
  graph: ModuleGraph;
  plan: RenamePlan;
  host: HostInfo | undefined;
  findings: Finding[];
}

/**
 * Options → ModuleGraph → RenamePlan; writes nothing.
 * @throws UserError
 */
export async function planPlugin(
  options: Omit<BuildOptions, 'output' | 'taken' | 'dryRun' | 'jobs' | 'report' | 'progress' | 'policy'>,
): Promise<PlannedBuild> {
  const share = await openShare(options);
  return withTempDir(tmpdir(), async (tempDir) => {
    const place = { tempDir, compiledIn: options.workDir, readOnly: true };
    return whileSourcesChange(options.cwd, async (watch) => {
      const prepared = await prepare(
        { ...options, ...place, ...FOR_BUILD, share, plansOnly: true, fresh: watch.fresh },
        new Stopwatch(),
        () => Promise.resolve(),
      );
      watch.check(prepared);
      const { graph, plan, findings } = prepared;
      return { graph, plan, host: share?.host, findings };
    });
  });
}

/**
 * The same up to the written sources: a tree that plain `go build` can build.
 * @throws UserError
 */
export async function rewritePlugin(options: RewriteOptions): Promise<BuildResult | RewriteResult> {
  const stopwatch = new Stopwatch(options.progress);
  const { out, cwd } = options;
  checkTreeDirectory(out, shortPath(out, cwd));
  sweepDrafts(dirname(out));
  const share = await openShare({ ...options, host: options.host });
  return withTempDir(options.workDir, async (tempDir) => {
    const place = { tempDir, compiledIn: out, readOnly: false };
    return whileSourcesChange(cwd, async (watch) => {
      const prepared = await prepare(
        {
          ...options,
          ...place,
          share,
          mainApart: false,
          wholeModule: true,
          plansOnly: true,
          fresh: watch.fresh,
        },
        stopwatch,
        () => import('./finishRewrite.js'),
      );
      watch.check(prepared);
      const { finishRewrite } = await import('./finishRewrite.js');
      // Two processes may write one tree, and what is compiled in it decides its link flags.
      const lock = join(options.workDir, 'plugins', `rewrite-${digest(out)}`);
      return withLock(lock, { what: shortPath(out, cwd), report: options.report }, () =>
        finishRewrite(prepared, { ...options, share }, tempDir, stopwatch),
      );
    });
  });
}
