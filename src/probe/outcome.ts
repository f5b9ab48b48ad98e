import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import type { SymbolType } from './events.js';
import { framesOfDeath, framesOfPanic, framesOfWaiting, fatalLine, lastLine } from './goTrace.js';
import type { LoaderRun, LoaderStep } from './runLoader.js';

export type PluginState = 'loaded' | 'refused' | 'panicked' | 'died' | 'hung' | 'not-reached';

/** The result for one plugin. */
export interface Outcome {
  /** `not-reached`: the process had ended before this plugin was opened. */
  state: PluginState;
  /** Empty if it was not loaded. */
  symbols: SymbolType[];
  /** The frames of the panic, crash or hang, two lines each. */
  stack: string[];
  /** What the process printed from the start of loading this plugin until the next one. */
  output: string;
}

export interface Outcomes {
  /** In the order of the files. */
  outcomes: Outcome[];
  findings: Finding[];
}

/**
 * Determines the result for each plugin from a run.
 * @param files - absolute, in the order in which they were requested.
 * @param host - absolute path of the replicated host.
 * @param restore - restores original import paths in a line.
 * @throws UserError if the run ended before the first plugin was opened.
 */
export function interpretRun(
  files: readonly string[],
  host: string | undefined,
  run: LoaderRun,
  restore: (line: string) => string,
): Outcomes {
  const { steps } = run;
  const last = steps.at(-1);
  if (last === undefined) throw neverBegan(run, restore);
  const findings: Finding[] = [];
  // Each plugin has two steps, `opening` and the result.
  const outcomes = files.map((file, index): Outcome => {
    const [opening, result] = steps.slice(2 * index, 2 * index + 2);
    const outcome = outcomeOf(result, restore);
    if (result?.event === 'refused')
      findings.push({ kind: 'probe-refused', file, errorText: restore(result.message), host });
    if (result?.event === 'panicked')
      findings.push({ kind: 'init-panic', file, errorText: restore(result.message ?? '') });
    const output = (opening?.output ?? '') + (result?.output ?? '');
    return { ...outcome, output: output.split('\n').map(restore).join('\n') };
  });
  if (last.event === 'done' && run.exitCode === 0) return { outcomes, findings };

  const guilty = Math.min(Math.floor((steps.length - 1) / 2), files.length - 1);
  const { file, outcome } = { file: files[guilty] ?? '', outcome: outcomes[guilty] };
  const loading = last.event === 'opening';
  // A crashing program may take long to print its stack.
  const hung = run.timedOut && fatalLine(last.output) === undefined;
  const frames = hung ? framesOfWaiting(last.output) : framesOfDeath(last.output);
  if (outcome !== undefined) {
    if (loading) outcome.state = hung ? 'hung' : 'died';
    outcome.stack = frames.map(restore);
  }
  findings.push(
    hung
      ? { kind: 'probe-timeout', file, seconds: run.timeout / 1000 }
      : { kind: 'fatal-error', file, loading, errorText: restore(describeDeath(run, last.output)) },
  );
  return { outcomes, findings };
}

function outcomeOf(
  result: LoaderStep | undefined,
  restore: (line: string) => string,
): Omit<Outcome, 'output'> {
  const nothing = { symbols: [], stack: [] };
  switch (result?.event) {
    case 'loaded':
      return { ...nothing, state: 'loaded', symbols: result.symbols ?? [] };
    case 'refused':
      return { ...nothing, state: 'refused' };
    case 'panicked':
      return { ...nothing, state: 'panicked', stack: framesOfPanic(result.stack).map(restore) };
    default:
      return { ...nothing, state: 'not-reached' };
  }
}

/** `exit code 2: fatal error: stack overflow` */
function describeDeath({ exitCode, signal, timedOut }: LoaderRun, output: string): string {
  const how = exitCode === undefined ? `killed by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
  const words = fatalLine(output) ?? lastLine(output);
  return [...(timedOut ? [] : [how]), words].filter((part) => part !== '').join(': ');
}

function neverBegan(run: LoaderRun, restore: (line: string) => string): UserError {
  const death = run.timedOut ? 'timed out during startup' : describeDeath(run, run.beginning);
  return new UserError(
    `the loader exited before opening the first plugin: ${restore(death)}`,
    'With --host, it initializes the packages of the host: files and environment variables that they need must exist here, too.',
  );
}
