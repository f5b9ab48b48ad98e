import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, type Bench } from '../harness/bench.js';
import { peakMemory, run } from '../harness/command.js';
import { ratio, runContest, type Contender } from '../harness/contest.js';
import { atLeast, atMost, timesTable } from '../harness/section.js';
import { compareTrees } from './compareTrees.js';
import type { Group } from './group.js';
import { describeStages } from './stages.js';
import { copying, goRewriting, IMPORTS_ONLY, listing, rewriting, vendoring } from './treeContenders.js';

/** From sources in the module cache to a written tree, nothing renamed yet. */
export const tree: Group = {
  name: 'tree',
  title: 'Source to written tree',
  run: async (bench) => {
    const dir = bench.makeDir('tree');
    const subject = { bench, plugin: bench.copyPlugin(bench.subject, 'tree/plugin') };
    const vendored = join(dir, 'vendored');
    await run(bench.go(['mod', 'vendor', '-o', vendored], subject.plugin));
    const contenders = {
      rewrite: rewriting(subject, join(dir, 'ours')),
      importsOnly: rewriting(subject, join(dir, 'imports'), IMPORTS_ONLY),
      goRewriter: await goRewriting(subject, join(dir, 'go')),
      vendor: vendoring(subject, join(dir, 'vendor')),
      list: listing(subject),
      copy: copying(vendored, join(dir, 'copy')),
      script: shellScript(bench),
    };
    const results = await runContest(contenders, { rounds: bench.rounds(7), warmUp: true });
    const equal = await compareTrees(join(dir, 'imports'), join(dir, 'go'));
    const stages = await describeStages(contenders.rewrite);
    await contenders.rewrite.before?.(0);
    const memory = await peakMemory(contenders.rewrite.command);
    return {
      blocks: [
        `${bench.subject}; the modules are in the module cache, the work directory is empty. The shell script is the one ` +
          'that this tool replaces, without its build.',
        timesTable(Object.values(results)),
        `Where the time goes: ${stages}. Peak memory: ${memory.toFixed(0)} MB. ${equal}`,
        IN_THE_WAY,
      ],
      verdicts: [
        atMost(1, '`go mod vendor`', ratio(results.rewrite, results.vendor)),
        atMost(1.2, 'the Go rewriter', ratio(results.rewrite, results.goRewriter)),
        atLeast('faster than the shell script', 50, ratio(results.script, results.rewrite)),
      ],
    };
  },
};

/** `perf record -e cpu-clock` with node's --perf-basic-prof, on client-go. */
const IN_THE_WAY =
  'In the way of the targets that are missed: of the samples of one run, `perf` gives 5 % to tree-sitter, 1 % to SHA-256 and ' +
  '16 % to the kernel, but more than a third to V8, which compiles and interprets, in each of two threads, code that lives ' +
  'for a second; rewriting all files takes 0.5 s in one thread that has just started, and 0.34 s in its third pass. Parsing ' +
  'all headers takes 0.11 s of it, `go list` 0.2 s before.';

/** One round is enough for what takes half a minute. */
function shellScript(bench: Bench): Contender {
  const plugin = join(bench.dir, 'tree/script');
  return {
    shown: 'bench/rename.sh --no-build',
    before: () => {
      rmSync(plugin, { recursive: true, force: true });
      bench.copyPlugin(bench.subject, 'tree/script');
    },
    command: {
      program: join(projectDir, 'bench/rename.sh'),
      args: ['--no-build'],
      cwd: plugin,
      env: bench.caches,
    },
    rounds: 1,
  };
}
