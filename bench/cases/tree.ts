import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, type Bench } from '../harness/bench.js';
import { peakMemory, run } from '../harness/command.js';
import { ratio, runContest, seconds, type Contender, type Measured } from '../harness/contest.js';
import { atLeast, atMost, executableAtMost, timesTable } from '../harness/section.js';
import { compareTrees } from './compareTrees.js';
import type { Group } from './group.js';
import { describeStages } from './stages.js';
import {
  copying,
  goRewriting,
  IMPORTS_ONLY,
  listing,
  rewriting,
  startOfNode,
  vendoring,
} from './treeContenders.js';

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
      node: startOfNode(bench),
      copy: copying(vendored, join(dir, 'copy')),
      script: shellScript(bench),
    };
    const results = await runContest(contenders, {
      rounds: bench.rounds(7),
      warmUp: true,
      executable: bench.executable,
    });
    const equal = await compareTrees(join(dir, 'imports'), join(dir, 'go'));
    const stages = await describeStages(contenders.rewrite);
    await contenders.rewrite.before?.(0);
    const memory = await peakMemory(contenders.rewrite.command);
    return {
      blocks: [
        `${bench.subject}; the modules are in the module cache, the work directory is empty. The shell script is the one ` +
          'that this tool replaces, without its build.',
        timesTable(Object.values(results)),
        `Where the time goes: ${stages}; the rest is the start of node and of this program. Peak memory: ` +
          `${memory.toFixed(0)} MB. ${equal}`,
        inTheWay(results),
      ],
      verdicts: [
        atMost(1, '`go mod vendor`', ratio(results.rewrite, results.vendor)),
        atMost(1.2, 'the Go rewriter', ratio(results.rewrite, results.goRewriter)),
        ...executableAtMost(1, '`go mod vendor`', results.rewrite, results.vendor),
        ...executableAtMost(1.5, 'the Go rewriter', results.rewrite, results.goRewriter),
        atLeast('faster than the shell script', 50, ratio(results.script, results.rewrite)),
      ],
    };
  },
};

/** What no change of the code below the two can undercut, and where the rest goes: `node --cpu-prof`, on client-go. */
function inTheWay({
  node,
  list,
  goRewriter,
  rewrite,
}: Record<'node' | 'list' | 'goRewriter' | 'rewrite', Measured>): string {
  const floor = seconds(node) + seconds(list);
  const { executable } = rewrite;
  const ofExecutable =
    executable === undefined
      ? ''
      : ` The executable takes ${seconds(executable).toFixed(2)} s; \`go list\` alone takes ${seconds(list).toFixed(2)} s. ` +
        '`go mod vendor` loads the packages, too, but copies the files as they are.';
  return (
    `Why targets were missed with node: its start and \`go list\` alone take ${floor.toFixed(2)} s, ` +
    `${(floor / seconds(goRewriter)).toFixed(2)} × the whole time of the Go rewriter. In a profile of the tool, its JavaScript takes a third, nearly ` +
    "all of it code that runs for the first time. File system calls and node's modules take a sixth each, waiting for `go list` " +
    'a tenth, and garbage collection, compiling, tree-sitter (for files that need it) and SHA-256 4 to 6 % each.' +
    ofExecutable
  );
}

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
