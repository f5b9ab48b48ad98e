import { existsSync, readFileSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { UserError } from '../base/userError.js';
import { shortPath } from '../base/shortPath.js';
import { whyNotWritable } from '../base/directories.js';
import { sweepDrafts } from '../store/sweep.js';
import { replaceFile } from '../store/writeFile.js';

/**
 * Writes a manifest completely or not at all.
 * @param file - absolute.
 * @throws UserError if another file is at that path, or it cannot be written.
 */
export function writeManifest(text: string, file: string, cwd: string): void {
  const obstacle = file === devNull ? undefined : (whyNotWritable(dirname(file)) ?? whatIsThere(file));
  if (obstacle !== undefined) {
    throw new UserError(`cannot write ${shortPath(file, cwd)}: ${obstacle}`, 'Choose another path with -o.');
  }
  if (file === devNull) return;
  sweepDrafts(dirname(file));
  replaceFile(file, text);
}

function whatIsThere(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  if (statSync(file).isDirectory()) return 'it is a directory';
  return /^\s*\{/.test(readFileSync(file, 'latin1').slice(0, 100))
    ? undefined
    : 'it already exists and is not a manifest';
}
