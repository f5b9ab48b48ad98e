import type { CommandModule } from 'yargs';
import type { Outcome } from './exit.js';
import { loadCode } from './loadCode.js';

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
      const { runDoctor } = await loadCode.doctor();
      await runDoctor(json, outcome);
    },
  };
}
