import type { CommandModule } from 'yargs';
import type { Check } from '../app/examineTools.js';
import { whyNotWritable } from '../base/directories.js';
import type { DoctorDocument, ProgramVersion } from '../report/documents.js';
import { chooseWorkDir } from './commonOptions.js';
import { EXIT, type Outcome } from './exit.js';
import { printLine } from './terminal.js';
import { formatVersion, programVersion } from './version.js';

/** The work directory and its size. */
async function examineWorkDirectory(): Promise<Check> {
  const { describeWorkDirectory } = await import('./describeWorkDirectory.js');
  const workDir = chooseWorkDir(undefined, process.cwd());
  const obstacle = whyNotWritable(workDir);
  return {
    ok: obstacle === undefined,
    name: 'work dir',
    detail: obstacle ?? describeWorkDirectory(workDir),
    advice: 'Choose another directory with --work-dir or GORENAME_PLUGIN_CACHE.',
  };
}

/** `doctor`: whether everything that a build needs is installed, and what to install if not. */
export function doctorCommand(outcome: Outcome): CommandModule<object, { json: boolean }> {
  return {
    command: 'doctor',
    describe: 'Check Go, cgo, the C compiler and binutils; show what to install',
    builder: (yargs) =>
      yargs.usage('$0 doctor [--json]').options({
        json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
      }),
    handler: async ({ json }) => {
      const { examine } = await import('../app/examineTools.js');
      const program = programVersion();
      const checks: Check[] = [
        { ok: true, name: 'program', detail: formatVersion(program) },
        ...(await examine(process.cwd())),
        await examineWorkDirectory(),
      ];
      if (checks.some(({ ok }) => !ok)) outcome.exitCode = EXIT.failed;
      if (json) outcome.documents.push(reportDocument(program, checks));
      else for (const check of checks) printCheck(check);
    },
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
