import { join } from 'node:path';
import glob from 'fast-glob';
import { peakMemory } from '../harness/command.js';
import { ratio, runContest, seconds } from '../harness/contest.js';
import { generateCorpus } from '../harness/corpus.js';
import { atMost, executableAtMost, timesTable, type Verdict } from '../harness/section.js';
import type { Group } from './group.js';
import { describeStages } from './stages.js';
import { goRewriting, listing, rewriting, vendoring } from './treeContenders.js';

const COPIES = 10;
const MEGABYTES = 500;

/** The same as `tree` at ten times the size. */
export const largeTree: Group = {
  name: 'large-tree',
  title: 'Source to written tree, at ten times the size',
  run: async (bench) => {
    const dir = bench.makeDir('large-tree');
    const corpus = { bench, ...(await generateCorpus(bench, COPIES)) };
    const small = { bench, plugin: bench.copyPlugin(bench.subject, 'large-tree/plugin') };
    const smallTree = join(dir, 'small');
    const largeTree = join(dir, 'large');
    const onSmall = rewriting(small, smallTree);
    const contenders = {
      rewrite: rewriting(corpus, largeTree),
      goRewriter: await goRewriting(corpus, join(dir, 'go')),
      vendor: vendoring(corpus, join(dir, 'vendor')),
      list: listing(corpus),
      small: { ...onSmall, shown: `${onSmall.shown} # of ${bench.subject} alone` },
    };
    const results = await runContest(contenders, {
      rounds: bench.rounds(3),
      warmUp: true,
      executable: bench.executable,
    });
    const smallFiles = await countGoFiles(smallTree);
    const largeFiles = await countGoFiles(largeTree);
    const smallCost = (seconds(results.small) / smallFiles) * 1000;
    const largeCost = (seconds(results.rewrite) / largeFiles) * 1000;
    const stages = await describeStages(contenders.rewrite);
    await contenders.rewrite.before?.(0);
    const memory = await peakMemory(contenders.rewrite.command);
    const inMemory: Verdict = {
      target: `peak memory: under ${MEGABYTES} MB`,
      measured: `${memory.toFixed(0)} MB`,
      met: memory < MEGABYTES,
    };
    return {
      blocks: [
        `A plugin that imports ${COPIES} copies of ${bench.subject}'s packages under other module paths; the modules are in ` +
          'the module cache.',
        timesTable(Object.values(results)),
        `${largeFiles} Go files at ${largeCost.toFixed(2)} ms each, against ${smallFiles} at ${smallCost.toFixed(2)} ms. ` +
          `Where the time goes: ${stages}. ${ratio(results.rewrite, results.goRewriter).toFixed(2)} × the Go rewriter, ` +
          `${ratio(results.rewrite, results.vendor).toFixed(2)} × \`go mod vendor\`.`,
      ],
      verdicts: [
        atMost(1, 'the cost of a file at the smaller size', largeCost / smallCost),
        inMemory,
        ...executableAtMost(0.8, '`go mod vendor`', results.rewrite, results.vendor),
      ],
    };
  },
};

async function countGoFiles(tree: string): Promise<number> {
  return (await glob('**/*.go', { cwd: tree, dot: true })).length;
}
