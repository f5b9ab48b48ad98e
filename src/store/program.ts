/** In place of a hash of all its code; scripts/bundle.ts puts it in. */
declare const PROGRAM_HASH: string | undefined;

/** Which edition of this program runs: what another one has kept may mean something else. */
export const PROGRAM = typeof PROGRAM_HASH === 'string' ? PROGRAM_HASH : 'not-bundled';
