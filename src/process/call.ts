import { AsyncLocalStorage } from 'node:async_hooks';

/** Names and values; undefined for a variable that is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What belongs to one call of the program: a command line, or a call of the library, which may run several at the same time. */
export interface Call {
  /** Its number in this process; 0 for a command line. */
  readonly number: number;
  /** The environment of the programs that it runs, and the variables that it reads itself. */
  readonly env: Environment;
  /** Aborted when it has to stop. */
  readonly signal: AbortSignal;
  /** Called with each line in which a go command says that it downloads something. */
  onDownload?: ((line: string) => void) | undefined;
}

const ofProcess = new AbortController();

/** A process with one call: what its user sets and stops is that of the process. */
const onlyCall: Call = { number: 0, env: process.env, signal: ofProcess.signal };

const calls = new AsyncLocalStorage<Call>();

/** The call that this code runs for. */
export function currentCall(): Call {
  return calls.getStore() ?? onlyCall;
}

/** The environment of the current call; the only way to it, because process.env belongs to all of them. */
export function environment(): Environment {
  return currentCall().env;
}

/** Aborted when the current call has to stop: Ctrl-C, `kill`, a closed terminal, or the signal of a caller. */
export function interruption(): AbortSignal {
  return currentCall().signal;
}

/** Runs an action, and all that it starts, as a call with a separate environment. */
export function asCall<T>(call: Call, action: () => Promise<T>): Promise<T> {
  return calls.run(call, action);
}

/** Stops the process's only call. */
export function stopOnlyCall(reason: Error): void {
  ofProcess.abort(reason);
}
