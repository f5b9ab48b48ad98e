/** Exit codes of every command; documented in the README. */
export const EXIT = { done: 0, finding: 1, failed: 2 } as const;

/** What a command leaves behind for its caller. */
export interface Outcome {
  exitCode: number;
  /** What --json prints: the one there is, or an array of them. */
  documents: object[];
}
