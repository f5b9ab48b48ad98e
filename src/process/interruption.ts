import { asCall, stopOnlyCall, type Environment } from './call.js';
import { killChildren, signalChildren } from './children.js';
import { thisProcess } from './identity.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that programs have to exit after a signal. */
const PATIENCE = 1000;

let received: NodeJS.Signals | undefined;

/**
 * After this call such a signal does not end the process immediately. It stops what the process waits for, so that
 * locks and temporary files are removed first. Only for a program that is its process.
 */
export function catchSignals(): void {
  // A file that grows beyond `ulimit -f` is then an error with a path, and does not end the process.
  process.on('SIGXFSZ', () => undefined);
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      received ??= signal;
      stopOnlyCall(new Error(`stopped by ${signal}`));
      stopChildren();
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

let lastCall = 0;

/**
 * Runs an action as a separate call: it can be stopped, and sees an environment that nothing else changes.
 * @param signal - stops it. Nothing that it has started is running afterwards.
 * @throws the signal's reason; what the action throws.
 */
export async function runCall<T>(
  {
    env,
    signal,
    onDownload,
  }: { env: Environment; signal: AbortSignal; onDownload?: ((line: string) => void) | undefined },
  action: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const number = ++lastCall;
  const stop = (): void => {
    stopChildren(number);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await asCall({ number, env, signal, onDownload }, action);
  } finally {
    signal.removeEventListener('abort', stop);
    if (signal.aborted) killChildren(thisProcess(), number);
  }
}

/** Ends what this process, or one call in it, has started. What does not listen delays the end by PATIENCE at most. */
function stopChildren(call?: number): void {
  signalChildren(thisProcess(), 'SIGTERM', call);
  setTimeout(() => {
    signalChildren(thisProcess(), 'SIGKILL', call);
  }, PATIENCE).unref();
}
