/** Entry point of a rewriting thread; see rewriteJobs.ts. */
import { parentPort } from 'node:worker_threads';
import { UserError } from '../base/userError.js';
import { SourceChanged } from '../base/sourceChanged.js';
import { GoSyntaxError } from '../syntax/goSyntaxError.js';
import { runShare, type RewriteShare, type ShareOutcome } from './rewriteJobs.js';

parentPort?.on('message', (share: RewriteShare) => {
  parentPort?.postMessage(outcomeOf(share));
});

function outcomeOf(share: RewriteShare): ShareOutcome {
  try {
    runShare(share);
    return undefined;
  } catch (error) {
    if (error instanceof GoSyntaxError) {
      const { file, line, column, message } = error;
      return { file, line, column, message };
    }
    if (error instanceof SourceChanged) return { changed: error.file };
    if (error instanceof UserError) return { message: error.message, advice: error.advice };
    throw error;
  }
}
