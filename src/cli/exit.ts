/** Exit codes of every command; documented in the README. */
export const EXIT = { done: 0, finding: 1, failed: 2 } as const;

/** What a command returns to its caller. */
export interface Outcome {
  exitCode: number;
  /** What --json prints: the document, or an array if there are several. */
  documents: object[];
}
