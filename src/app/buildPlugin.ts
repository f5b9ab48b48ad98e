import { tmpdir } from 'node:os';
import { outputFile } from '../gobuild/publishOutput.js';
import type { BuildOptions } from '../model/options.js';
import { finishBuild } from './finishBuild.js';
import { openShare } from './openShare.js';
import { FOR_BUILD, prepare } from './prepare.js';
import type { BuildResult } from '../report/buildDocument.js';
import { Stopwatch } from '../report/stopwatch.js';
import type { ShareOptions } from '../sharing/shareWithHost.js';
import { whileSourcesChange, type SourceWatch } from './sourceWatch.js';
import { withTempDir } from '../store/tempDir.js';

/**
 * Options → ModuleGraph → RenamePlan → Edit[] → WorkTree → Plugin → Finding[].
 * @throws UserError
 */
export async function buildPlugin(options: BuildOptions): Promise<BuildResult> {
  const stopwatch = new Stopwatch(options.progress);
  const share = await openShare(options, options.dryRun);
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

/** @returns no output, and the packages that differ from the host's, if any of those that were shared differ. */
async function buildOnce(
  options: BuildOptions & { share: ShareOptions | undefined; watch: SourceWatch },
  tempDir: string,
  stopwatch: Stopwatch,
): Promise<BuildResult & { differing: string[] }> {
  const { fresh } = options.watch;
  const place = { tempDir, compiledIn: options.workDir, readOnly: options.dryRun, fresh };
  const prepared = await prepare({ ...options, ...place, ...FOR_BUILD }, stopwatch);
  return finishBuild(prepared, options, tempDir, stopwatch);
}
