import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { CannotDo } from '../model/finding.js';
import type { GoModule } from '../model/moduleGraph.js';
import { NameMap } from '../model/names.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { applyEdits } from '../rewrite/edits.js';
import { rewriteFile } from '../rewrite/rewriteFile.js';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';

/** One file to rewrite. */
export interface RewriteJob {
  file: SourceFile;
  module: GoModule;
  /** Absolute; its directory is there. */
  target: string;
}

/** What a thread of its own is started with. */
export interface RewriteShare {
  jobs: RewriteJob[];
  plan: RenamePlan;
}

/** What it says when it has finished: nothing, or the known failure that stopped it (classes do not cross threads). */
export type ShareOutcome =
  | { file: string; line: number; column: number; message: string }
  | { message: string; advice: string | undefined }
  | undefined;

/** Fewer files than this are not worth the start of another thread (some 50 ms, the time of as many files). */
const JOBS_PER_THREAD = 300;

/** Reads, rewrites and writes all files, in parallel where there are many. @throws GoSyntaxError, CannotDo. */
export async function runRewriteJobs(jobs: readonly RewriteJob[], plan: RenamePlan): Promise<void> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(jobs.length / JOBS_PER_THREAD)));
  const shares = Array.from({ length: threads }, (_, index): RewriteShare => {
    return { jobs: jobs.filter((_job, number) => number % threads === index), plan };
  });
  const [ownShare, ...otherShares] = shares;
  const others = otherShares.map(startThread);
  if (ownShare !== undefined) runShare(ownShare);
  for (const outcome of await Promise.all(others)) {
    if (outcome === undefined) continue;
    if ('advice' in outcome) throw new CannotDo(outcome.message, outcome.advice);
    throw new GoSyntaxError(outcome.file, outcome.line, outcome.column, outcome.message);
  }
}

/** One thread's part, in this thread. @throws GoSyntaxError, CannotDo. */
export function runShare({ jobs, plan }: RewriteShare): void {
  const ofDependencies = new NameMap(plan);
  const ofOwnCode = new NameMap(plan, 'own');
  for (const { file, module, target } of jobs) {
    const names = file.group === 'dependency' ? ofDependencies : ofOwnCode;
    const source = readFileSync(file.path);
    writeFileSync(
      target,
      applyEdits(
        source,
        rewriteFile(file, source, { names, registries: plan.registries, module, exists: existsSync }),
      ),
    );
  }
}

function startThread(share: RewriteShare): Promise<ShareOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./rewriteThread.js', import.meta.url), { workerData: share });
    worker.once('message', resolve).once('error', reject);
  });
}
