import { killChildren, signalChildren } from './children.js';
import { thisProcess } from './identity.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that programs have to end after a signal. */
const PATIENCE = 1000;

let received: NodeJS.Signals | undefined;
const controller = new AbortController();

/** Aborted once somebody wants this program to stop: Ctrl-C, `kill`, a closed terminal. */
export const interruption = controller.signal;

/**
 * From now on such a signal does not end the process on the spot, but stops what it waits for, so that locks and
 * temporary files are removed on the way out.
 */
export function catchSignals(): void {
  // A file that grows beyond `ulimit -f` is then an error with a path, not the end of the process.
  process.on('SIGXFSZ', () => undefined);
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      received ??= signal;
      controller.abort(new Error(`stopped by ${signal}`));
      signalChildren(thisProcess(), 'SIGTERM');
      // What does not listen holds up the end of this process no longer than that.
      setTimeout(() => {
        signalChildren(thisProcess(), 'SIGKILL');
      }, PATIENCE).unref();
    });
  }
}

/** Ends this process by the signal that it was sent, as a shell or make above it expects. Returns if there was none. */
export function passOnSignal(): void {
  if (received === undefined) return;
  killChildren(thisProcess());
  // Libraries listen for signals, too; only without any listener does the system's own action apply.
  process.removeAllListeners(received);
  process.kill(process.pid, received);
}
