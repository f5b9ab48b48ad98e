import { killChildren, signalChildren } from './children.js';
import { thisProcess } from './identity.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that programs have to exit after a signal. */
const PATIENCE = 1000;

let received: NodeJS.Signals | undefined;
const controller = new AbortController();

/** Aborted when somebody stops this program: Ctrl-C, `kill`, a closed terminal. */
export const interruption = controller.signal;

/**
 * After this call such a signal does not end the process immediately. It stops what the process waits for, so that
 * locks and temporary files are removed first.
 */
export function catchSignals(): void {
  // A file that grows beyond `ulimit -f` is then an error with a path, and does not end the process.
  process.on('SIGXFSZ', () => undefined);
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      received ??= signal;
      controller.abort(new Error(`stopped by ${signal}`));
      signalChildren(thisProcess(), 'SIGTERM');
      // What does not listen delays the end of this process by this time at most.
      setTimeout(() => {
        signalChildren(thisProcess(), 'SIGKILL');
      }, PATIENCE).unref();
    });
  }
}

/** Ends this process by the signal that it received, as a shell or make expects. Returns if there was none. */
export function passOnSignal(): void {
  if (received === undefined) return;
  killChildren(thisProcess());
  // Libraries also listen for signals; the system's default action applies only without listeners.
  process.removeAllListeners(received);
  process.kill(process.pid, received);
}
