/** Programs that write a tree from the same sources. */
import { dirname } from 'node:path';
import type { Bench } from '../harness/bench.js';
import type { Contender } from '../harness/contest.js';
import { moveAway } from '../harness/moveAway.js';

/** The plugin that they start from. */
export interface Subject {
  bench: Bench;
  /** Absolute directory. */
  plugin: string;
  env?: Record<string, string>;
}

/** With it tool and Go rewriter write the same. */
export const PREFIX = 't_bench';

/** What the Go rewriter does: imports and nothing else. */
export const IMPORTS_ONLY = ['--no-isolate', '--prefix', PREFIX];

/** This tool, with an empty work directory. */
export function rewriting({ bench, plugin, env }: Subject, out: string, flags: string[] = []): Contender {
  const cache = `${out}.cache`;
  return {
    shown: ['gorename-plugin rewrite . --out DIR', ...flags].join(' '),
    before: () => {
      moveAway(out, cache);
    },
    command: bench.tool(['rewrite', '.', '--out', out, ...flags], plugin, {
      ...env,
      GORENAME_PLUGIN_CACHE: cache,
    }),
  };
}

export async function goRewriting({ bench, plugin, env }: Subject, out: string): Promise<Contender> {
  return {
    shown: `gorewriter -prefix ${PREFIX} -out DIR`,
    before: () => {
      moveAway(out);
    },
    command: {
      program: await bench.goRewriter(),
      args: ['-prefix', PREFIX, '-out', out],
      cwd: plugin,
      env: { ...bench.caches, ...env },
    },
  };
}

export function vendoring({ bench, plugin, env }: Subject, out: string): Contender {
  return {
    // Not into the plugin's directory, where the other go commands would use it.
    shown: 'go mod vendor -o DIR',
    before: () => {
      moveAway(out);
    },
    command: bench.go(['mod', 'vendor', '-o', out], plugin, env),
  };
}

export function listing({ bench, plugin, env }: Subject): Contender {
  return { shown: 'go list -deps .', command: bench.go(['list', '-deps', '.'], plugin, env) };
}

/** What every program that runs on node takes at least. */
export function startOfNode({ dir }: Bench): Contender {
  return { shown: 'node -e 0', command: { program: process.execPath, args: ['-e', '0'], cwd: dir } };
}

export function copying(from: string, out: string): Contender {
  return {
    shown: 'cp -r vendor DIR',
    before: () => {
      moveAway(out);
    },
    command: { program: 'cp', args: ['-r', from, out], cwd: dirname(out) },
  };
}
