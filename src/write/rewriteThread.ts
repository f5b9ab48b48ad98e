/** Entry point of a rewriting thread; see rewriteJobs.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { CannotDo } from '../model/finding.js';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';
import { runShare, type RewriteShare, type ShareOutcome } from './rewriteJobs.js';

let outcome: ShareOutcome;
try {
  runShare(workerData as RewriteShare);
} catch (error) {
  if (error instanceof GoSyntaxError) {
    const { file, line, column, message } = error;
    outcome = { file, line, column, message };
  } else if (error instanceof CannotDo) {
    outcome = { message: error.message, advice: error.advice };
  } else {
    throw error;
  }
}
parentPort?.postMessage(outcome);
