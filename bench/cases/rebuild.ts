import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../harness/bench.js';
import { ratio, runContest, type Contender } from '../harness/contest.js';
import { atMost, timesTable, type Section, type Verdict } from '../harness/section.js';
import { buildPair, type Pair, type PairDirs } from './buildContenders.js';
import type { Group } from './group.js';
import { describeStages } from './stages.js';

/** Without a target: there the start of the programs is all that counts. */
const SMALL = 'gjson';

/** Everything in caches, and one line of main, or nothing, is changed. */
export const rebuild: Group = {
  name: 'rebuild',
  title: 'One line changed, and nothing changed',
  run: async (bench) => {
    const parts: Section[] = [await measureRebuilds(bench, bench.subject)];
    if (bench.subject !== SMALL) {
      const { blocks } = await measureRebuilds(bench, SMALL);
      parts.push({ blocks, verdicts: [] });
    }
    return {
      blocks: [...parts.flatMap(({ blocks }) => blocks), IN_THE_WAY],
      verdicts: parts.flatMap(({ verdicts }) => verdicts),
    };
  },
};

/** performance.now() at each stage of one run, client-go, node 20; `go build` by hand in the work tree and in the user's. */
const IN_THE_WAY =
  "Why the target for one changed line was missed: the go command takes as long in the work tree as in the user's tree, but " +
  'starts 0.35 s later. Of these, starting node takes 0.08 s, loading this program and parsing the command line 0.12 s, and ' +
  'reading the stamps of 3,164 files 0.07 s. Checking the built file takes 0.05 s.';

async function measureRebuilds(bench: Bench, plugin: string): Promise<Section> {
  const dirs = {
    plain: bench.copyPlugin(plugin, `rebuild/${plugin}-plain`),
    renamed: bench.copyPlugin(plugin, `rebuild/${plugin}-renamed`),
  };
  const pair = buildPair(bench, dirs);
  // What links for seconds drifts with the machine: seven rounds gave ratios from 1.01 to 1.21 of the same program.
  const changed = await runContest(changing(pair, dirs), { rounds: bench.rounds(15), warmUp: true });
  const unchanged = await runContest({ ...pair }, { rounds: bench.rounds(15), warmUp: true });
  changeLine(dirs.renamed, -1);
  const verbose = { ...pair.renamed.command, args: [...pair.renamed.command.args, '-v'] };
  const stages = await describeStages({ ...pair.renamed, command: verbose });
  const verdicts: Verdict[] = [
    atMost(1.05, 'plain `go build`', ratio(changed.renamed, changed.plain), 'one line of main changed'),
    atMost(1, 'plain `go build`', ratio(unchanged.renamed, unchanged.plain), 'nothing changed'),
  ];
  return {
    blocks: [
      `${plugin}, one line of main changed before each run:`,
      timesTable([changed.plain, changed.renamed]),
      `Where the time goes: ${stages}; the rest is the start of node and of this program.`,
      `${plugin}, nothing changed:`,
      timesTable([unchanged.plain, unchanged.renamed]),
    ],
    verdicts,
  };
}

function changing(pair: Pair, dirs: PairDirs): Record<keyof Pair, Contender> {
  const change = (contender: Contender, dir: string): Contender => {
    return {
      ...contender,
      before: (round) => {
        changeLine(dir, round);
      },
    };
  };
  return { plain: change(pair.plain, dirs.plain), renamed: change(pair.renamed, dirs.renamed) };
}

/** Gives main another last line in each round, one that reaches the compiled package. */
function changeLine(dir: string, round: number): void {
  const file = join(dir, 'main.go');
  const original = readFileSync(file, 'utf8').replace(/\nvar BenchRound = .*\n$/, '');
  writeFileSync(file, `${original}\nvar BenchRound = ${round}\n`);
}
