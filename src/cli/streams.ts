import { EXIT } from './exit.js';
import { printNote } from './terminal.js';

/**
 * A reader that has seen enough (`| head`) is no failure of the job: what it no longer reads is dropped. Output that
 * cannot be written for another reason (a full disk) is one: said on standard error, and told by the exit code.
 * @returns tells whether that has happened.
 */
export function guardStreams(): () => boolean {
  let failed = false;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || failed) return;
    failed = true;
    // For a failure that comes up after the last chance to return it.
    process.exitCode = EXIT.failed;
    printNote(`gorename-plugin: cannot write standard output: ${message}`);
  });
  return () => failed;
}
