/** Entry point of a rewriting thread; see rewriteJobs.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';
import { runShare, type RewriteShare, type ShareOutcome } from './rewriteJobs.js';

let outcome: ShareOutcome;
try {
  runShare(workerData as RewriteShare);
} catch (error) {
  if (!(error instanceof GoSyntaxError)) throw error;
  const { file, line, column, message } = error;
  outcome = { file, line, column, message };
}
parentPort?.postMessage(outcome);
