import { UserError } from '../base/userError.js';
import type { Finding } from '../findings/finding.js';
import type { SymbolType } from './events.js';
import { framesOfDeath, framesOfPanic, framesOfWaiting, fatalLine, lastLine } from './goTrace.js';
import type { LoaderRun, LoaderStep } from './runLoader.js';

/** What became of one plugin. */
export interface Outcome {
  /** `not-reached`: the process had ended before it was this one's turn. */
  state: 'loaded' | 'refused' | 'panicked' | 'died' | 'hung' | 'not-reached';
  /** Empty unless it was loaded. */
  symbols: SymbolType[];
  /** The frames of where it panicked, died or hung, two lines each. */
  stack: string[];
  /** What the process printed while this plugin was being loaded, and then until the next. */
  output: string;
}

export interface Outcomes {
  /** In the order of the files. */
  outcomes: Outcome[];
  findings: Finding[];
}

/**
 * Reads off a run what became of each plugin.
 * @param files - absolute, in the order that they were to be opened.
 * @param host - absolute, what the process is made like.
 * @param restore - gives a line back with original import paths.
 * @throws UserError when the run ended before the first.
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
  // Of each plugin there are two steps, `opening` and what came of it.
  const outcomes = files.map((file, index): Outcome => {
    const [opening, result] = steps.slice(2 * index, 2 * index + 2);
    const outcome = outcomeOf(result, restore);
    if (result?.event === 'refused')
      findings.push({ kind: 'probe-refused', file, cause: restore(result.message), host });
    if (result?.event === 'panicked')
      findings.push({ kind: 'init-panic', file, cause: restore(result.message ?? '') });
    const output = (opening?.output ?? '') + (result?.output ?? '');
    return { ...outcome, output: output.split('\n').map(restore).join('\n') };
  });
  if (last.event === 'done' && run.exitCode === 0) return { outcomes, findings };

  const guilty = Math.min(Math.floor((steps.length - 1) / 2), files.length - 1);
  const { file, outcome } = { file: files[guilty] ?? '', outcome: outcomes[guilty] };
  const loading = last.event === 'opening';
  // A dying program may need long to print its stack.
  const hung = run.timedOut && fatalLine(last.output) === undefined;
  const frames = hung ? framesOfWaiting(last.output) : framesOfDeath(last.output);
  if (outcome !== undefined) {
    if (loading) outcome.state = hung ? 'hung' : 'died';
    outcome.stack = frames.map(restore);
  }
  findings.push(
    hung
      ? { kind: 'probe-timeout', file, seconds: run.timeout / 1000 }
      : { kind: 'fatal-error', file, loading, cause: restore(describeDeath(run, last.output)) },
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
  const death = run.timedOut ? 'it had not begun when its time was over' : describeDeath(run, run.beginning);
  return new UserError(
    `what loads the plugins ended before the first: ${restore(death)}`,
    'With --host, it initialises the packages of the host: what they need (files, the environment) must be here, too.',
  );
}
