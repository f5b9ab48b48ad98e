import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { whyNotWritable } from '../base/directories.js';
import { diskPath } from '../base/diskPath.js';
import type { ReportedCommand } from '../report/sarifLog.js';
import type { Outcome } from './exit.js';
import { refuserOf } from './refuseFile.js';

/**
 * Takes the value of --sarif, before the command does anything.
 * @throws UserError if that file cannot be written.
 */
export function chooseSarif(
  file: string | undefined,
  command: ReportedCommand,
  outcome: Outcome,
  cwd: string,
): void {
  if (file === undefined) return;
  outcome.sarif = { file: checkSarif(file, cwd), command };
}

/**
 * @param file - the value of --sarif.
 * @returns its absolute path.
 * @throws UserError if the file cannot be written, or is not one that this option has written.
 */
function checkSarif(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  const refuse = refuserOf('--sarif', path, cwd);
  const obstacle = whyNotWritable(dirname(path));
  if (obstacle !== undefined) refuse(obstacle);
  if (!existsSync(diskPath(path))) return path;
  if (statSync(diskPath(path)).isDirectory()) refuse('it is a directory');
  if (isFile(path) && !isReport(path)) refuse('it already exists and is not a SARIF file');
  return path;
}

/** Whether a path is a regular file. */
export function isFile(path: string): boolean {
  return statSync(diskPath(path), { throwIfNoEntry: false })?.isFile() === true;
}

/** Whether a file may be replaced: empty, or a log of any tool. */
function isReport(path: string): boolean {
  const text = readFileSync(diskPath(path), 'latin1');
  return text.trim() === '' || /^\s*\{[^]*"runs"/.test(text);
}
