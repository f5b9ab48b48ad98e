import type { Finding } from '../findings/finding.js';
import type { FixableFile } from '../report/formatFix.js';
import type { ReportedCommand } from '../report/sarifLog.js';
import type { ReportedFinding } from '../report/reportedFinding.js';
import { judge, NO_POLICY } from '../findings/policy.js';
import type { FindingPolicy } from '../model/options.js';

/** Exit codes of every command; documented in the README. */
export const EXIT = { done: 0, finding: 1, failed: 2 } as const;

/** What a command returns to its caller. */
export interface Outcome {
  exitCode: number;
  /** Set by commands that report findings. */
  policy?: FindingPolicy;
  /** What --json prints: the document, or an array if there are several. */
  documents: object[];
  /** The findings that were shown, for --sarif and for annotations. */
  reported: ReportedFinding[];
  /** The kinds of findings that the run has explained: why they matter. */
  explained: Set<string>;
  /** What the command works on at the moment, as in {@link ReportedFinding}. */
  subject?: string | undefined;
  /** The file that has options of the build, for fixes. */
  fixable?: FixableFile | undefined;
  /** The file of --sarif, absolute. */
  sarif?: { file: string; command: ReportedCommand } | undefined;
}

/** The state of a run at its start. */
export function startOutcome(): Outcome {
  return { exitCode: EXIT.done, documents: [], reported: [], explained: new Set() };
}

/**
 * Notes findings for --sarif and annotations.
 * @param subject - as in {@link ReportedFinding}.
 */
export function report(findings: readonly Finding[], subject: string | undefined, outcome: Outcome): void {
  const { policy = NO_POLICY } = outcome;
  outcome.reported.push(
    ...findings.map((finding) => ({ finding, subject: subject ?? '', judged: judge(finding, policy) })),
  );
}
