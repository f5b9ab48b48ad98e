import { NO_POLICY } from '../findings/policy.js';
import type { Refused } from '../findings/refused.js';
import { refusalDocument } from '../report/buildDocument.js';
import { describeFailure, failureDocument, formatFailure, type Failure } from '../report/describeFailure.js';
import { EXIT, type Outcome } from './exit.js';
import { showFindings } from './showFindings.js';
import { toSourcePositions } from './sourcePositions.js';
import { printNote } from './terminal.js';

/**
 * Shows a failure.
 * @param words - the command line up to `--`.
 */
export function fail(error: unknown, words: readonly string[], outcome: Outcome): Failure {
  const { message, advice } = describeFailure(error, process.cwd());
  const failure = { message: toSourcePositions(message), advice };
  printNote(formatFailure(failure));
  if (words.includes('--json')) outcome.documents.push(failureDocument(failure));
  outcome.exitCode = EXIT.failed;
  return failure;
}

/**
 * Shows the findings that have ended a command.
 * @param words - the command line up to `--`.
 */
export async function showRefusal(
  { findings }: Refused,
  words: readonly string[],
  outcome: Outcome,
): Promise<void> {
  const cwd = process.cwd();
  const { policy = NO_POLICY, subject = cwd } = outcome;
  const all = words.some((word) => /^(-\w*v\w*|--verbose)$/.test(word));
  await showFindings(findings, { all, subject }, outcome);
  if (words.includes('--json')) outcome.documents.push(refusalDocument(findings, cwd, policy));
  outcome.exitCode = EXIT.finding;
}
