import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CannotDo } from '../model/finding.js';
import { makeDirectory } from './directories.js';

/** Runs `action` with a new directory in the work directory, which is gone afterwards. @throws CannotDo. */
export async function withTempDir<T>(workDir: string, action: (tempDir: string) => Promise<T>): Promise<T> {
  let tempDir: string;
  try {
    makeDirectory(workDir);
    tempDir = mkdtempSync(join(workDir, 'tmp-'));
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
    rmSync(tempDir, { recursive: true, force: true });
  }
}
