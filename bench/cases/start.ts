import { ratio, runContest } from '../harness/contest.js';
import { atMost, executableAtMost, timesTable } from '../harness/section.js';
import type { Group } from './group.js';
import { startOfNode } from './treeContenders.js';

/** What a shell waits for at each key. */
const COMPLETION = ['--get-yargs-completions', 'gorename-plugin', 'bu'];

/** Commands that do nothing but start. */
export const start: Group = {
  name: 'start',
  title: 'Start',
  run: async (bench) => {
    const { dir } = bench;
    const contenders = {
      node: startOfNode(bench),
      version: { shown: 'gorename-plugin --version', command: bench.tool(['--version'], dir) },
      help: { shown: 'gorename-plugin --help', command: bench.tool(['--help'], dir) },
      completion: {
        shown: `gorename-plugin ${COMPLETION.join(' ')}`,
        command: bench.tool(COMPLETION, dir),
      },
    };
    const results = await runContest(contenders, {
      rounds: bench.rounds(21),
      warmUp: true,
      executable: bench.executable,
    });
    const { node, version, help, completion } = results;
    return {
      blocks: [timesTable(Object.values(results))],
      verdicts: [
        atMost(2, '`node -e 0`', ratio(version, node), '`--version`'),
        atMost(2, '`node -e 0`', ratio(help, node), '`--help`'),
        atMost(2, '`node -e 0`', ratio(completion, node), 'shell completion'),
        ...executableAtMost(0.4, '`node -e 0`', version, node, '`--version`'),
        ...executableAtMost(0.4, '`node -e 0`', help, node, '`--help`'),
        ...executableAtMost(0.4, '`node -e 0`', completion, node, 'shell completion'),
      ],
    };
  },
};
