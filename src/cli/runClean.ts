import { resolve } from 'node:path';
import { chooseWorkDir } from '../app/settleOptions.js';
import { clean } from '../app/cleanWorkDirectory.js';
import { formatBytes } from '../base/formatBytes.js';
import { printLine, printNote } from './terminal.js';

/** The arguments of `clean`. */
export interface CleanArguments {
  dir: string[];
  /** Milliseconds. */
  'older-than': number | undefined;
  'work-dir': string | undefined;
}

/** Removes what is kept between builds. */
export async function runClean(args: CleanArguments): Promise<void> {
  const cwd = process.cwd();
  const workDir = chooseWorkDir(args['work-dir'], cwd);
  const dirs = args.dir.map((dir) => resolve(cwd, dir));
  const { entries, bytes, inUse } = await clean({ workDir, dirs, cwd, age: args['older-than'] ?? 0 });
  for (const path of inUse) printNote(`kept: ${path} is in use`);
  printLine(`${workDir}: removed ${String(entries)} trees and records, ${formatBytes(bytes)}`);
}
