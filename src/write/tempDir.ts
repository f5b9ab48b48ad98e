import { mkdirSync } from 'node:fs';
import { CannotDo } from '../model/finding.js';
import { makeDirectory } from './directories.js';
import { temporaryIn } from './drafts.js';
import { removeTree } from './removeTree.js';
import { sweepWorkDirectory } from './workDirectory.js';

/** Runs `action` with a new directory in the work directory, which is gone afterwards; what killed processes left there goes, too. @throws CannotDo. */
export async function withTempDir<T>(workDir: string, action: (tempDir: string) => Promise<T>): Promise<T> {
  let tempDir: string;
  try {
    makeDirectory(workDir);
    sweepWorkDirectory(workDir);
    tempDir = temporaryIn(workDir);
    mkdirSync(tempDir, { mode: 0o700 });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw new CannotDo(
      `cannot write the work directory ${workDir}: ${reason}`,
      'Choose another place with --work-dir or GORENAME_PLUGIN_CACHE.',
    );
  }
  try {
    return await action(tempDir);
  } finally {
    removeTree(tempDir);
  }
}
