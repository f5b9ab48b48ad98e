import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '../base/directories.js';
import { diskPath } from '../base/diskPath.js';
import { formatAnnotation, formatFailureAnnotation } from '../report/annotation.js';
import type { Failure } from '../report/describeFailure.js';
import { formatJson } from '../report/formatJson.js';
import { sarifLog } from '../report/sarifLog.js';
import { replaceFile, writeFile } from '../store/writeFile.js';
import type { Outcome } from './exit.js';
import { isFile } from './sarifFile.js';
import { isGithubActions, printAnnotation } from './terminal.js';
import { packageVersion } from '../report/programVersion.js';

/** Writes the file of --sarif, and prints annotations where a service shows them. */
export function writeReports(outcome: Outcome, failure: Failure | undefined): void {
  const cwd = process.cwd();
  const { reported, sarif, exitCode } = outcome;
  if (isGithubActions()) {
    for (const one of reported.filter(({ judged }) => judged !== 'allowed'))
      printAnnotation(formatAnnotation(one, cwd));
    if (failure !== undefined) printAnnotation(formatFailureAnnotation(failure));
  }
  if (sarif === undefined) return;
  const { file, command } = sarif;
  const version = packageVersion();
  const text = formatJson(sarifLog({ command, findings: reported, failure, exitCode, cwd, version }));
  makeDirectory(dirname(file));
  // A pipe or a device stays one.
  if (existsSync(diskPath(file)) && !isFile(file)) writeFile(file, text);
  else replaceFile(file, text);
}
