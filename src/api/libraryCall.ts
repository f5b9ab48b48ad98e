import { resolve } from 'node:path';
import { UserError } from '../base/userError.js';
import { NO_POLICY } from '../findings/policy.js';
import { Refused } from '../findings/refused.js';
import type { FindingPolicy } from '../model/options.js';
import { runCall } from '../process/interruption.js';
import { refusalDocument } from '../report/buildDocument.js';
import { describeFailure, failureDocument } from '../report/describeFailure.js';
import type { ObjectEntries } from 'valibot';
import { checkOptions, type CallOptions } from './callOptions.js';
import { errorOfFindings, GorenameError } from './gorenameError.js';

/** What a function of the library works with. */
interface Library {
  /** Absolute. */
  cwd: string;
  /** For findings that end the call. */
  judgeBy: (policy: FindingPolicy) => void;
}

/** A function of the library. */
interface LibraryCall {
  name: string;
  /** What its options may be. */
  entries: ObjectEntries;
  watchers: Watchers;
  onDownload?: (line: string) => void;
}

/** Stops a call if its caller's own function has failed. */
export class Watchers {
  readonly #failed = new AbortController();

  /** The signal for the call: that of the caller, and that of a failure here. */
  join(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#failed.signal : AbortSignal.any([signal, this.#failed.signal]);
  }

  /** A function that calls another one until that fails. */
  guard<Event>(watch: (event: Event) => void): (event: Event) => void {
    return (event) => {
      if (this.#failed.signal.aborted) return;
      try {
        watch(event);
      } catch (error) {
        this.#failed.abort(error);
      }
    };
  }

  /** @throws what a function has thrown. */
  check(): void {
    this.#failed.signal.throwIfAborted();
  }
}

/**
 * Runs one call of the library: with the caller's directory, environment and signal, and with one class of errors.
 * @throws GorenameError; the reason of the caller's signal; what the caller's own function has thrown.
 */
export async function runLibraryCall<T>(
  options: CallOptions,
  { name, entries, watchers, onDownload }: LibraryCall,
  action: (library: Library) => Promise<T>,
): Promise<T> {
  let policy = NO_POLICY;
  let cwd = '';
  let signal: AbortSignal | undefined;
  try {
    checkOptions(name, entries, options);
    signal = watchers.join(options.signal);
    cwd = resolve(options.cwd ?? process.cwd());
    const library: Library = {
      cwd,
      judgeBy: (chosen) => {
        policy = chosen;
      },
    };
    const result = await runCall({ env: variablesOf(options), signal, onDownload }, () => action(library));
    watchers.check();
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw toGorenameError(error, cwd, policy);
  }
}

/** The variables that are set, as they are now. */
function variablesOf({ env = process.env }: CallOptions): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set);
}

function toGorenameError(error: unknown, cwd: string, policy: FindingPolicy): GorenameError {
  if (error instanceof GorenameError) return error;
  if (error instanceof Refused) {
    const document = refusalDocument(error.findings, cwd, policy);
    const refusal = errorOfFindings(document.findings, document);
    if (refusal !== undefined) return refusal;
  }
  const failure = describeFailure(error, cwd);
  // A UserError has nothing more to say.
  const cause = error instanceof UserError ? undefined : { cause: error };
  return new GorenameError(failure.message, failure.advice, [], failureDocument(failure), cause);
}
