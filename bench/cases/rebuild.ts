import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, type Bench } from '../harness/bench.js';
import { run } from '../harness/command.js';
import { ratio, runContest, type Contender } from '../harness/contest.js';
import { atMost, executableAtMost, timesTable, type Section } from '../harness/section.js';
import { buildPair, type Pair, type PairDirs } from './buildContenders.js';
import type { Group } from './group.js';
import { describeStages } from './stages.js';

/** There the start of the programs is all that counts. */
const SMALL = 'gjson';

/** What the executable may take, as multiples of plain `go build`. */
const EXECUTABLE = { large: { changed: 1.03, unchanged: 0.4 }, small: { changed: 1.15, unchanged: 0.9 } };

/** Everything in caches, and one line of main, or nothing, is changed. */
export const rebuild: Group = {
  name: 'rebuild',
  title: 'One line changed, and nothing changed',
  run: async (bench) => {
    const parts = [await measureRebuilds(bench, bench.subject, EXECUTABLE.large)];
    if (bench.subject !== SMALL) parts.push(await measureRebuilds(bench, SMALL, EXECUTABLE.small));
    parts.push(await measureWithHost(bench));
    return {
      blocks: [...parts.flatMap(({ blocks }) => blocks), IN_THE_WAY],
      verdicts: parts.flatMap(({ verdicts }) => verdicts),
    };
  },
};

/**
 * performance.now() at each stage of one run, `go build` by hand in the work tree and in the user's (client-go, node 20);
 * marks of CPU time (gjson, executable); the stages of `-v` with and without --host (gin, executable).
 */
const IN_THE_WAY =
  "Why targets for one changed line were missed: the go command takes as long in the work tree as in the user's tree, but " +
  'with node it starts 0.35 s later. Of these, starting node takes 0.08 s, loading this program and parsing the command line 0.12 s, and ' +
  'reading the stamps of 3,164 files 0.07 s. Checking the built file takes 0.05 s. With the executable and a small plugin it starts ' +
  '0.1 s later: starting bun and this program takes 0.05 s, loading the code of `build` 0.025 s, and records, plan and tree 0.045 s. Checking and ' +
  'recording the built file takes 0.03 s. `--host` adds 0.15 s: 0.04 s for reading the records of host and graph and for `go env GOFLAGS`, and ' +
  '0.1 s for reading all symbols of the built file, which are compared with those of the host. While the go command works, the type ' +
  'checker looks at main: 0.3 s of CPU.';

async function measureRebuilds(
  bench: Bench,
  plugin: string,
  limits: { changed: number; unchanged: number },
): Promise<Section> {
  const dirs = {
    plain: bench.copyPlugin(plugin, `rebuild/${plugin}-plain`),
    renamed: bench.copyPlugin(plugin, `rebuild/${plugin}-renamed`),
  };
  const pair = pairOf(bench, plugin, dirs);
  // What links for seconds drifts with the machine: seven rounds gave ratios from 1.01 to 1.21 of the same program.
  const options = { rounds: bench.rounds(15), warmUp: true, executable: bench.executable };
  const changed = await runContest(changing(pair), options);
  const unchanged = await runContest({ ...pair }, options);
  changeLine(dirs.renamed, -1);
  const verbose = { ...pair.renamed.command, args: [...pair.renamed.command.args, '-v'] };
  const stages = await describeStages({ ...pair.renamed, command: verbose });
  const subject = plugin === bench.subject ? '' : `${plugin}, `;
  const ofExecutable = [
    ...executableAtMost(
      limits.changed,
      'plain `go build`',
      changed.renamed,
      changed.plain,
      `${subject}one line of main changed`,
    ),
    ...executableAtMost(
      limits.unchanged,
      'plain `go build`',
      unchanged.renamed,
      unchanged.plain,
      `${subject}nothing changed`,
    ),
  ];
  const onNode = [
    atMost(1.05, 'plain `go build`', ratio(changed.renamed, changed.plain), 'one line of main changed'),
    atMost(1, 'plain `go build`', ratio(unchanged.renamed, unchanged.plain), 'nothing changed'),
  ];
  // For the small plugin Node has no target.
  const verdicts = plugin === bench.subject ? [...onNode, ...ofExecutable] : ofExecutable;
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

/** A plugin of gin, beside a host with another version of it. */
async function measureWithHost(bench: Bench): Promise<Section> {
  const host = join(bench.dir, 'rebuild/gin-host');
  await run(bench.go(['build', '-o', host, '.'], join(projectDir, 'fixtures/corpus/gin/host')));
  const dirs = {
    plain: bench.copyPlugin('gin', 'rebuild/gin-plain'),
    renamed: bench.copyPlugin('gin', 'rebuild/gin-renamed'),
  };
  const besideHost = (name: string): Contender => {
    const dir = bench.copyPlugin('gin', `rebuild/gin-${name}`);
    const command = bench.tool(['build', '.', '-o', `${dir}.so`, '--host', host], dir);
    return { shown: 'gorename-plugin build . -o FILE --host HOST', command };
  };
  const withHost = { ...besideHost('beside'), apart: besideHost('beside-executable') };
  const results = await runContest(
    { ...changing(pairOf(bench, 'gin', dirs)), withHost: changeBefore(withHost) },
    { rounds: bench.rounds(15), warmUp: true, executable: bench.executable },
  );
  const { renamed, withHost: hosted } = results;
  const without = renamed.executable ?? renamed;
  return {
    blocks: [
      'gin, one line of main changed before each run, without and with a host that has another version of gin:',
      timesTable(Object.values(results)),
    ],
    verdicts: executableAtMost(1.05, 'without it', hosted, without, '`--host`, one line of main changed'),
  };
}

/** The pair; the executable builds a third copy of the plugin. */
function pairOf(bench: Bench, plugin: string, dirs: PairDirs): Pair {
  const third = { ...dirs, renamed: bench.copyPlugin(plugin, `rebuild/${plugin}-executable`) };
  const pair = buildPair(bench, dirs);
  return { ...pair, renamed: { ...pair.renamed, apart: buildPair(bench, third).renamed } };
}

function changing({ plain, renamed }: Pair): Record<keyof Pair, Contender> {
  return { plain: changeBefore(plain), renamed: changeBefore(renamed) };
}

function changeBefore(contender: Contender): Contender {
  return {
    ...contender,
    before: (turn) => {
      changeLine(contender.command.cwd, turn);
    },
    ...(contender.apart === undefined ? {} : { apart: changeBefore(contender.apart) }),
  };
}

/** Gives main another last line in each turn, one that reaches the compiled package. */
function changeLine(dir: string, turn: number): void {
  const file = join(dir, 'main.go');
  const original = readFileSync(file, 'utf8').replace(/\nvar BenchRound = .*\n$/, '');
  writeFileSync(file, `${original}\nvar BenchRound = ${turn}\n`);
}
