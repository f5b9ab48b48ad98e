import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FileReader, USUAL_SIZE } from '../base/fileReader.js';
import { isExecutable, PACKAGE_ROOT } from '../base/packageRoot.js';
import { readSource } from '../base/readSource.js';
import { UserError } from '../base/userError.js';
import type { GoModule } from '../model/moduleGraph.js';
import { NameMap } from '../names/nameMap.js';
import type { RenamePlan } from '../model/renamePlan.js';
import { SourceChanged } from '../base/sourceChanged.js';
import type { SourceFile } from '../model/sourceFile.js';
import { applyEdits } from '../rewrite/edits.js';
import { rewriteFile } from '../rewrite/rewriteFile.js';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';
import { writeFile } from '../store/writeFile.js';

/** One file to rewrite. */
export interface RewriteJob {
  file: SourceFile;
  module: GoModule;
  /** Absolute; its directory exists. */
  target: string;
  /** Whether the tree exists as long as what is built from it. */
  lasting: boolean;
}

/** The work of all threads. */
export interface RewriteShare {
  jobs: RewriteJob[];
  plan: RenamePlan;
  /** Shared between them: how many of the jobs have been taken. */
  taken: Int32Array;
}

/** A thread's message at its end: nothing, or the known failure that stopped it (classes do not cross threads). */
export type ShareOutcome =
  | { file: string; line: number; column: number; message: string }
  | { message: string; advice: string | undefined }
  | { changed: string }
  | undefined;

/** Another thread pays only from this number of files on: its start takes 70 ms, in which a thread rewrites 1,000 files. */
const JOBS_PER_THREAD = 2500;

/** The code of a thread. An executable has one entry point. */
const THREAD = isExecutable
  ? join(PACKAGE_ROOT, 'gorename-plugin')
  : new URL('./rewriteThread.js', import.meta.url);

/** Threads without work; they do not keep the process alive. */
const idle: Worker[] = [];

/** How many additional threads pay for so many files. */
function threadsFor(files: number): number {
  return Math.max(0, Math.min(availableParallelism(), Math.floor(files / JOBS_PER_THREAD)) - 1);
}

/** Starts the threads that pay for so many files, if needed: early, because they need time before their first file. */
export function startThreads(files: number): void {
  while (idle.length < threadsFor(files)) {
    const thread = new Worker(THREAD);
    thread.unref();
    idle.push(thread);
  }
}

/**
 * Reads, rewrites and writes all files, in parallel if there are many.
 * @throws GoSyntaxError if a file is not valid Go; SourceChanged if a file was edited; UserError if one cannot be written.
 */
export async function runRewriteJobs(jobs: RewriteJob[], plan: RenamePlan): Promise<void> {
  const share = { jobs, plan, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  startThreads(jobs.length);
  const others = idle.splice(0, threadsFor(jobs.length));
  const shares = [
    ...others.map((thread) => runInThread(thread, share)),
    new Promise<void>((resolve) => {
      runShare(share);
      resolve();
    }),
  ];
  // If one has failed the tree is removed, so nobody may write to it any longer.
  await Promise.allSettled(shares);
  await Promise.all(shares);
}

/**
 * Takes one job after the other until all are taken, or one has failed.
 * @throws GoSyntaxError if a file is not valid Go; SourceChanged if a file was edited; UserError if one cannot be written.
 */
export function runShare({ jobs, plan, taken }: RewriteShare): void {
  const ofDependencies = new NameMap(plan);
  const ofOwnCode = new NameMap(plan, 'own');
  const { globalState } = plan;
  const reader = new FileReader();
  const memory = Buffer.allocUnsafeSlow(USUAL_SIZE);
  const take = (): RewriteJob | undefined => jobs[Atomics.add(taken, 0, 1)];
  try {
    for (let job = take(); job !== undefined; job = take()) {
      const { file, module, target, lasting } = job;
      const names = file.group === 'dependency' ? ofDependencies : ofOwnCode;
      const source = readSource(reader, file);
      const edits = rewriteFile(file, source, { names, globalState, module, lasting, exists: existsSync });
      writeFile(target, applyEdits(source, edits, memory));
    }
  } catch (error) {
    Atomics.store(taken, 0, jobs.length);
    throw error;
  }
}

async function runInThread(thread: Worker, share: RewriteShare): Promise<void> {
  thread.ref();
  thread.postMessage(share);
  const [outcome] = (await once(thread, 'message')) as [ShareOutcome];
  thread.unref();
  idle.push(thread);
  if (outcome === undefined) return;
  if ('changed' in outcome) throw new SourceChanged(outcome.changed);
  if ('advice' in outcome) throw new UserError(outcome.message, outcome.advice);
  throw new GoSyntaxError(outcome.file, outcome.line, outcome.column, outcome.message);
}
