/** Placeholder for a hash of the program's code; scripts/bundle.ts replaces it. */
declare const PROGRAM_HASH: string | undefined;

/** Identifies the running build of this program: records of a different build may have another meaning. */
export const PROGRAM = typeof PROGRAM_HASH === 'string' ? PROGRAM_HASH : 'not-bundled';
