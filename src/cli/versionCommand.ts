import type { CommandModule } from 'yargs';
import type { Outcome } from './exit.js';
import type { VersionDocument } from '../report/documents.js';
import { printLine } from './terminal.js';
import { programVersion } from '../report/programVersion.js';

/** `version`: what identifies the running program in a report of a problem. */
export function versionCommand(outcome: Outcome): CommandModule<object, { json: boolean }> {
  return {
    command: 'version',
    describe: 'Print version, commit, runtime and target',
    builder: (yargs) =>
      yargs.usage('$0 version [--json]').options({
        json: { type: 'boolean', default: false, describe: 'Print one JSON document on standard output' },
      }),
    handler: ({ json }) => {
      const program = programVersion();
      if (json) {
        const document: VersionDocument = { formatVersion: 1, program };
        outcome.documents.push(document);
        return;
      }
      printLine(`gorename-plugin ${program.version}`);
      printLine(`  commit   ${program.commit ?? 'unknown'}`);
      printLine(`  runtime  ${program.runtime}`);
      printLine(`  target   ${program.target}`);
    },
  };
}
