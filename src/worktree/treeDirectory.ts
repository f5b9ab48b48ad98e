import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../base/userError.js';
import { whyNotWritable } from '../base/directories.js';
import { readMarker } from './treeWriter.js';

/** @throws UserError unless `dir` is missing, empty, or a tree that this tool has written. */
export function checkTreeDirectory(dir: string, shown: string): void {
  // The tree appears by rename, so its parent is the directory that is written.
  const obstacle = whyNotWritable(existsSync(dir) ? dir : dirname(dir)) ?? whyNotWritable(dirname(dir));
  if (obstacle !== undefined)
    throw new UserError(`cannot write --out ${shown}: ${obstacle}`, 'Choose another directory.');
  if (!existsSync(dir) || readdirSync(dir).length === 0 || readMarker(dir) !== undefined) return;
  throw new UserError(
    `--out ${shown} is not empty and was not written by gorename-plugin`,
    'Choose a new directory.',
  );
}
