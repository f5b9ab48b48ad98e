import { tmpdir } from 'node:os';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { BuildOptions } from '../model/options.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { checkSources } from './checkSources.js';
import { openShare } from './openShare.js';
import { FOR_BUILD, prepare } from './prepare.js';
import { Stopwatch } from '../report/stopwatch.js';
import { whileSourcesChange } from './sourceWatch.js';
import { withTempDir } from '../store/tempDir.js';

/** What a build would do, and why. */
export interface PlannedBuild {
  graph: ModuleGraph;
  plan: RenamePlan;
  host: HostInfo | undefined;
  /** Those that `build --dry-run` reports; without `checks` only those of the plan. */
  findings: Finding[];
  /** What could not be analysed for state that the host does not share, if there is such. */
  unanalysed: string | undefined;
  sources: SourceFile[];
}

/** The options that a plan depends on. */
export type PlanOptions = Omit<
  BuildOptions,
  'output' | 'taken' | 'dryRun' | 'jobs' | 'report' | 'progress' | 'policy'
>;

/**
 * Options → ModuleGraph → RenamePlan; writes nothing.
 * @param checks - whether the sources are checked as well: the findings of a build are wanted.
 * @throws UserError
 */
export async function planPlugin(options: PlanOptions, checks: boolean): Promise<PlannedBuild> {
  const share = await openShare(options, true);
  return withTempDir(tmpdir(), async (tempDir) => {
    const place = { tempDir, compiledIn: options.workDir, readOnly: true };
    return whileSourcesChange(options.cwd, async (watch) => {
      const prepared = await prepare(
        { ...options, ...place, ...FOR_BUILD, share, plansOnly: true, fresh: watch.fresh },
        new Stopwatch(),
      );
      watch.check(prepared);
      const { graph, plan, sources } = prepared;
      const { findings, unanalysed } = checks
        ? await checkSources(
            prepared,
            { ...options, share, recordsChanges: false },
            { tempDir, workDir: options.workDir, readOnly: true, fresh: watch.fresh },
          )
        : { findings: prepared.findings, unanalysed: undefined };
      return { graph, plan, host: share?.host, findings, unanalysed, sources };
    });
  });
}
