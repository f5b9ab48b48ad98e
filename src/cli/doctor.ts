import type { CommandModule } from 'yargs';
import { examine } from '../doctor/examine.js';
import { EXIT } from './exit.js';

/** `doctor`: is everything there that a build needs, and what to install otherwise. */
export function doctorCommand(finish: (code: number) => void): CommandModule {
  return {
    command: 'doctor',
    describe: 'Check Go, cgo, C compiler and objdump; say what to install',
    builder: (yargs) => yargs.usage('$0 doctor'),
    handler: async () => {
      const checks = await examine(process.cwd());
      for (const { ok, name, detail, advice } of checks) {
        console.log(`${ok ? 'ok     ' : 'missing'} ${name.padEnd(12)} ${detail}`);
        if (!ok && advice !== undefined) console.log(`        ${advice}`);
      }
      finish(checks.every(({ ok }) => ok) ? EXIT.done : EXIT.failed);
    },
  };
}
