import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '../base/directories.js';
import { shortPath } from '../base/shortPath.js';
import { UserError } from '../base/userError.js';
import type { DescriptionFile } from '../store/recallBuild.js';
import { sweepDrafts } from '../store/sweep.js';
import { replaceFile } from '../store/writeFile.js';

/**
 * Writes files that describe something, each completely or not at all. One that has this content already is not touched.
 * @param files - of one plugin.
 * @throws UserError
 */
export function writeDescriptions(
  files: readonly DescriptionFile[],
  { taken, cwd }: { taken: Set<string>; cwd: string },
): void {
  for (const { file, text } of files) {
    // Plugins for several hosts may have one name.
    if (taken.has(file)) {
      throw new UserError(
        `cannot write ${shortPath(file, cwd)}: this run has already written it for another plugin`,
        'Build the plugins one by one, each with its own file.',
      );
    }
    taken.add(file);
    try {
      if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
      makeDirectory(dirname(file));
      sweepDrafts(dirname(file));
      replaceFile(file, text);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      throw new UserError(`cannot write ${shortPath(file, cwd)}: ${code}`, 'Everything else was done.');
    }
  }
}
