import type { Finding } from '../findings/finding.js';
import { NO_POLICY } from '../findings/policy.js';
import type { FindingView } from '../report/formatFindings.js';
import { report, type Outcome } from './exit.js';
import { loadCode } from './loadCode.js';
import { noteWidth, printNote } from './terminal.js';
import { PLANNING } from './usage.js';

/** The width of source lines that -v shows without a terminal. */
const WIDTH = 120;

/** What is shown, and where services show it. */
export interface Shown {
  /** Show all of a kind, and those that are allowed. */
  all: boolean;
  /** As in {@link ReportedFinding}. */
  subject: string;
}

/**
 * Prints findings on standard error, and notes them for --sarif and annotations. A person, or with -v everybody, sees source
 * lines and the commands that fix them.
 */
export async function showFindings(
  findings: readonly Finding[],
  { all, subject }: Shown,
  outcome: Outcome,
): Promise<void> {
  if (findings.length === 0) return;
  // Loaded only now: most builds have no findings.
  const { formatFindings } = await loadCode.formatFindings();
  for (const text of formatFindings(findings, viewOf(outcome, all, noteWidth()))) printNote(text);
  report(findings, subject, outcome);
}

/**
 * How a run shows findings.
 * @param columns - the width of the terminal that they are printed on; undefined for a pipe or file.
 */
export function viewOf(outcome: Outcome, all: boolean, columns: number | undefined): FindingView {
  const { policy = NO_POLICY, explained } = outcome;
  const argv = process.argv.slice(2);
  const separator = argv.indexOf('--');
  const words = separator < 0 ? argv : argv.slice(0, separator);
  return {
    cwd: process.cwd(),
    policy,
    all,
    explained,
    columns: columns ?? (all ? WIDTH : undefined),
    // Other commands do not have the options that fix a build.
    line: PLANNING.includes(words.find((word) => !word.startsWith('-')) ?? '')
      ? { words, goFlags: separator < 0 ? [] : argv.slice(separator + 1), file: outcome.fixable }
      : undefined,
  };
}
