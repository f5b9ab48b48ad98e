/** Exit codes of every command; documented in the README. */
export const EXIT = { done: 0, finding: 1, failed: 2 } as const;
