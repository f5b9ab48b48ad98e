import { tmpdir } from 'node:os';
import type { Finding } from '../findings/finding.js';
import type { HostInfo } from '../model/host.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { BuildOptions } from '../model/options.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { RenamePlan } from '../model/renamePlan.js';
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
  findings: Finding[];
  sources: SourceFile[];
}

/** The options that a plan depends on. */
export type PlanOptions = Omit<
  BuildOptions,
  'output' | 'taken' | 'dryRun' | 'jobs' | 'report' | 'progress' | 'policy'
>;

/**
 * Options → ModuleGraph → RenamePlan; writes nothing.
 * @throws UserError
 */
export async function planPlugin(options: PlanOptions): Promise<PlannedBuild> {
  const share = await openShare(options);
  return withTempDir(tmpdir(), async (tempDir) => {
    const place = { tempDir, compiledIn: options.workDir, readOnly: true };
    return whileSourcesChange(options.cwd, async (watch) => {
      const prepared = await prepare(
        { ...options, ...place, ...FOR_BUILD, share, plansOnly: true, fresh: watch.fresh },
        new Stopwatch(),
      );
      watch.check(prepared);
      const { graph, plan, findings, sources } = prepared;
      return { graph, plan, host: share?.host, findings, sources };
    });
  });
}
