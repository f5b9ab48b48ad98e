import { chooseWorkDir } from '../app/settleOptions.js';
import { examine, type Check } from '../app/examineTools.js';
import { whyNotWritable } from '../base/directories.js';
import type { DoctorDocument, ProgramVersion } from '../report/documents.js';
import { describeWorkDirectory } from './describeWorkDirectory.js';
import { EXIT, type Outcome } from './exit.js';
import { printLine } from './terminal.js';
import { formatVersion, programVersion } from '../report/programVersion.js';

/** Shows whether everything that a build needs is there. */
export async function runDoctor(json: boolean, outcome: Outcome): Promise<void> {
  const program = programVersion();
  const checks: Check[] = [
    { ok: true, name: 'program', detail: formatVersion(program) },
    ...(await examine(process.cwd())),
    examineWorkDirectory(),
  ];
  if (checks.some(({ ok }) => !ok)) outcome.exitCode = EXIT.failed;
  if (json) outcome.documents.push(reportDocument(program, checks));
  else for (const check of checks) printCheck(check);
}

/** The work directory and its size. */
function examineWorkDirectory(): Check {
  const workDir = chooseWorkDir(undefined, process.cwd());
  const obstacle = whyNotWritable(workDir);
  return {
    ok: obstacle === undefined,
    name: 'work dir',
    detail: obstacle ?? describeWorkDirectory(workDir),
    advice: 'Choose another directory with --work-dir or GORENAME_PLUGIN_CACHE.',
  };
}

function printCheck({ ok, name, detail, advice }: Check): void {
  printLine(`${ok ? 'ok     ' : 'problem'} ${name.padEnd(12)} ${detail}`);
  if (!ok && advice !== undefined) printLine(`        ${advice}`);
}

function reportDocument(program: ProgramVersion, checks: readonly Check[]): DoctorDocument {
  return {
    formatVersion: 1,
    program,
    checks: checks.map(({ ok, name, detail, advice }) => ({
      name,
      ok,
      detail,
      advice: ok ? null : (advice ?? null),
    })),
  };
}
