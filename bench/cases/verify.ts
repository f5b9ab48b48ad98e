import { statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../harness/command.js';
import { ratio, runContest } from '../harness/contest.js';
import { atMost, executableAtMost, timesTable } from '../harness/section.js';
import type { Group } from './group.js';

/** `--cpu-prof` of the executable. */
const IN_THE_WAY =
  'What takes more time than objdump: starting the program, receiving 12.6 MB of text (objdump prints only functions, variables ' +
  'and hashes for it), counting its lines and the symbols of the ELF file, which shows that nothing is missing, and `go version -m`.';

/** Reading a large plugin. */
export const verify: Group = {
  name: 'verify',
  title: 'Reading a plugin',
  run: async (bench) => {
    const dir = bench.makeDir('verify');
    const file = join(dir, 'plugin.so');
    await run(bench.tool(['build', '.', '-o', file], bench.copyPlugin(bench.subject, 'verify/plugin')));
    const objdump = { program: 'objdump', args: ['-T', file], cwd: dir, quiet: true };
    const contenders = {
      objdump: { shown: 'objdump -T plugin.so', command: objdump },
      verify: { shown: 'gorename-plugin verify plugin.so', command: bench.tool(['verify', file], dir) },
    };
    const results = await runContest(contenders, {
      rounds: bench.rounds(15),
      warmUp: true,
      executable: bench.executable,
    });
    const megabytes = statSync(file).size / 2 ** 20;
    return {
      blocks: [
        `The plugin of ${bench.subject}, ${megabytes.toFixed(0)} MB.`,
        timesTable(Object.values(results)),
        IN_THE_WAY,
      ],
      verdicts: [
        atMost(3, '`objdump -T`', ratio(results.verify, results.objdump)),
        ...executableAtMost(1.5, '`objdump -T`', results.verify, results.objdump),
      ],
    };
  },
};
