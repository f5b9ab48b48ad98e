import { join } from 'node:path';
import { ratio, runContest, type Contender } from '../harness/contest.js';
import { moveAway } from '../harness/moveAway.js';
import { atMost, timesTable } from '../harness/section.js';
import { buildPair } from './buildContenders.js';
import type { Group } from './group.js';

/** Go's build cache and the work directory are empty before each run. */
export const cold: Group = {
  name: 'cold',
  title: 'Whole build, everything cold',
  run: async (bench) => {
    const pair = buildPair(bench, {
      plain: bench.copyPlugin(bench.subject, 'cold/plain'),
      renamed: bench.copyPlugin(bench.subject, 'cold/renamed'),
    });
    const caches = join(bench.dir, 'cold/caches');
    const cooled = ({ shown, command }: Contender): Contender => {
      return {
        shown,
        before: () => {
          moveAway(caches);
        },
        command: {
          ...command,
          env: { GOCACHE: join(caches, 'go-build'), GORENAME_PLUGIN_CACHE: join(caches, 'cache') },
        },
      };
    };
    const contenders = { plain: cooled(pair.plain), renamed: cooled(pair.renamed) };
    const { plain, renamed } = await runContest(contenders, { rounds: bench.rounds(2), warmUp: false });
    return {
      blocks: [
        `${bench.subject}, with an empty GOCACHE and work directory; the modules are in the module cache.`,
        timesTable([plain, renamed]),
      ],
      verdicts: [atMost(1.03, 'plain `go build`', ratio(renamed, plain))],
    };
  },
};
