import { EXIT } from './exit.js';
import { printNote } from './terminal.js';

/**
 * A reader that stops early (`| head`) is not an error: the rest of the output is dropped. If output cannot be written
 * for another reason (a full disk), that is an error, on standard error and in the exit code.
 * @returns a function that reports whether that has happened.
 */
export function guardStreams(): () => boolean {
  let failed = false;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || failed) return;
    failed = true;
    // For a failure after the exit code was returned.
    process.exitCode = EXIT.failed;
    printNote(`gorename-plugin: cannot write standard output: ${message}`);
  });
  return () => failed;
}
