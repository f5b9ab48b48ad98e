import { dirname, join } from 'node:path';
import { digest } from '../base/digest.js';
import { shortPath } from '../base/shortPath.js';
import type { RewriteOptions } from '../model/options.js';
import { finishRewrite } from './finishRewrite.js';
import { openShare } from './openShare.js';
import { prepare } from './prepare.js';
import type { BuildResult, RewriteResult } from '../report/buildDocument.js';
import { Stopwatch } from '../report/stopwatch.js';
import { whileSourcesChange } from './sourceWatch.js';
import { withLock } from '../store/lock.js';
import { sweepDrafts } from '../store/sweep.js';
import { withTempDir } from '../store/tempDir.js';
import { checkTreeDirectory } from '../worktree/treeDirectory.js';

/**
 * Options → ModuleGraph → RenamePlan → Edit[] → a tree that plain `go build` can build.
 * @throws UserError
 */
export async function rewritePlugin(options: RewriteOptions): Promise<BuildResult | RewriteResult> {
  const stopwatch = new Stopwatch(options.progress);
  const { out, cwd } = options;
  checkTreeDirectory(out, shortPath(out, cwd));
  sweepDrafts(dirname(out));
  const share = await openShare({ ...options, host: options.host }, false);
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
      );
      watch.check(prepared);
      // Two processes may write one tree, and what is compiled in it decides its link flags.
      const lock = join(options.workDir, 'plugins', `rewrite-${digest(out)}`);
      return withLock(lock, { what: shortPath(out, cwd), report: options.report }, () =>
        finishRewrite(prepared, { ...options, share }, tempDir, stopwatch),
      );
    });
  });
}
