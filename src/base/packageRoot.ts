import { fileURLToPath } from 'node:url';

/** scripts/executable.ts sets it. */
declare const EXECUTABLE: boolean | undefined;

/** Whether this program is one executable file, with its libraries and the files of the package in it. */
export const isExecutable = typeof EXECUTABLE === 'boolean' && EXECUTABLE;

/**
 * Absolute directory of `shims/`, `docs/`, `package.json` and the other files of the package: two levels above this file,
 * compiled or not. In an executable, only `readFileSync` and `readdirSync` can read them, and no other program can.
 */
export const PACKAGE_ROOT = isExecutable ? '/$bunfs/root' : fileURLToPath(new URL('../..', import.meta.url));
