import { existsSync, readFileSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { UserError } from '../base/userError.js';
import { shortPath } from '../base/shortPath.js';
import { whyNotWritable } from '../base/directories.js';
import { replaceFile } from '../store/writeFile.js';

/**
 * Writes a manifest as a whole or not at all.
 * @param file - absolute.
 * @throws UserError for a place that holds something else.
 */
export function writeManifest(text: string, file: string, cwd: string): void {
  const obstacle = file === devNull ? undefined : (whyNotWritable(dirname(file)) ?? whatIsThere(file));
  if (obstacle !== undefined) {
    throw new UserError(`cannot write ${shortPath(file, cwd)}: ${obstacle}`, 'Choose another place with -o.');
  }
  if (file === devNull) return;
  replaceFile(file, text);
}

function whatIsThere(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  if (statSync(file).isDirectory()) return 'it is a directory';
  return /^\s*\{/.test(readFileSync(file, 'latin1').slice(0, 100))
    ? undefined
    : 'it exists already and is no manifest';
}
