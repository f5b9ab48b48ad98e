import type { CommandModule } from 'yargs';
import { EXIT, type Outcome } from './exit.js';

/** `doctor`: is everything there that a build needs, and what to install otherwise. */
export function doctorCommand(outcome: Outcome): CommandModule {
  return {
    command: 'doctor',
    describe: 'Check Go, cgo, C compiler and binutils; say what to install',
    builder: (yargs) => yargs.usage('$0 doctor'),
    handler: async () => {
      const { examine } = await import('../doctor/examine.js');
      const checks = await examine(process.cwd());
      for (const { ok, name, detail, advice } of checks) {
        console.log(`${ok ? 'ok     ' : 'problem'} ${name.padEnd(12)} ${detail}`);
        if (!ok && advice !== undefined) console.log(`        ${advice}`);
      }
      if (checks.some(({ ok }) => !ok)) outcome.exitCode = EXIT.failed;
    },
  };
}
