/** Plain go and this tool, each building the same plugin in a separate directory. */
import type { Bench } from '../harness/bench.js';
import type { Command } from '../harness/command.js';
import type { Contender } from '../harness/contest.js';
import { run } from '../harness/command.js';

/** What both start from. */
export interface Pair {
  plain: Contender;
  renamed: Contender;
}

/** A copy of the plugin for each, so that what is edited for one does not count for the other. */
export interface PairDirs {
  plain: string;
  renamed: string;
}

export function buildPair(bench: Bench, dirs: PairDirs): Pair {
  const plain = ['build', '-buildmode=plugin', '-o', `${dirs.plain}.so`, '.'];
  const renamed = ['build', '.', '-o', `${dirs.renamed}.so`];
  return {
    plain: {
      shown: 'go build -buildmode=plugin -o FILE .',
      command: bench.go(plain, dirs.plain),
    },
    renamed: {
      shown: 'gorename-plugin build . -o FILE',
      command: bench.tool(renamed, dirs.renamed),
    },
  };
}

/** Builds with go's flag -v in the command, and gives the packages that were compiled. */
export async function compiledPackages(command: Command): Promise<string[]> {
  return namedPackages((await run(command)).stderr);
}

/** What `go build -v` names: each package that it compiles and none that comes from the build cache. */
export function namedPackages(messages: string): string[] {
  // Findings and the go command's other messages have spaces in each line.
  return messages.split('\n').filter((line) => /^[^\s:]+$/.test(line));
}
