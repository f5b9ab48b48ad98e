import { mkdirSync } from 'node:fs';
import { UserError } from '../base/userError.js';
import { makeDirectory } from '../base/directories.js';
import { temporaryIn } from './drafts.js';
import { removeTree } from './removeTree.js';
import { sweepWorkDirectory } from './workDirectory.js';

/**
 * Runs `action` with a new directory in the work directory, which is removed afterwards, as are those of killed processes.
 * @throws UserError if the work directory cannot be written; what `action` throws.
 */
export async function withTempDir<T>(workDir: string, action: (tempDir: string) => Promise<T>): Promise<T> {
  let tempDir: string;
  try {
    makeDirectory(workDir);
    sweepWorkDirectory(workDir);
    tempDir = temporaryIn(workDir);
    mkdirSync(tempDir, { mode: 0o700 });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw new UserError(
      `cannot write the work directory ${workDir}: ${reason}`,
      'Choose another directory with --work-dir or GORENAME_PLUGIN_CACHE.',
    );
  }
  try {
    return await action(tempDir);
  } finally {
    removeTree(tempDir);
  }
}
