import { existsSync, readFileSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { CannotDo } from '../model/finding.js';
import { shortPath } from '../model/shortPath.js';
import { whyNotWritable } from '../write/directories.js';
import { replaceFile } from '../write/writeFile.js';

/** Writes a manifest as a whole or not at all. @param file absolute. @throws CannotDo for a place that holds something else. */
export function writeManifest(text: string, file: string, cwd: string): void {
  const obstacle = file === devNull ? undefined : (whyNotWritable(dirname(file)) ?? whatIsThere(file));
  if (obstacle !== undefined) {
    throw new CannotDo(`cannot write ${shortPath(file, cwd)}: ${obstacle}`, 'Choose another place with -o.');
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
