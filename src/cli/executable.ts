/** Entry point of the executable, and of its threads. */
import { isMainThread } from 'node:worker_threads';
import { main } from './main.js';

if (isMainThread) {
  void main(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
} else {
  void import('../worktree/rewriteThread.js');
}
