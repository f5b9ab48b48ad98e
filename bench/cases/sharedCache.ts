import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CacheServer } from '../../test/support/cacheServer.js';
import type { Bench } from '../harness/bench.js';
import { run, type Command } from '../harness/command.js';
import { table, type Verdict } from '../harness/section.js';
import { compiledPackages } from './buildContenders.js';
import type { Group } from './group.js';

/** Two machines with one GOCACHE, or a GOCACHEPROG with one server: each has a separate home directory, work trees, module cache and checkout. */
export const sharedCache: Group = {
  name: 'shared-cache',
  title: 'A second machine with a shared GOCACHE',
  run: async (bench) => {
    const trimmed = await compileTwice(bench, 'trimpath', ['-trimpath']);
    const server = await CacheServer.start();
    const overHttp = await compileTwice(bench, 'http', ['-trimpath'], undefined, (home) =>
      server.machine(home),
    );
    await server.kill();
    const agreed = await compileTwice(bench, 'work-dir', [], join(bench.dir, 'shared-cache/agreed'));
    const rows = [
      { how: "`--prefix 't_{hash}' -- -trimpath`", ...trimmed },
      { how: "`GOCACHEPROG=go-cacher`, `--prefix 't_{hash}' -- -trimpath`", ...overHttp },
      { how: "`--prefix 't_{hash}' --work-dir DIR`, the same DIR on both", ...agreed },
    ];
    return {
      blocks: [
        `${bench.subject}, and the standard library, built on one machine after the other: packages that each compiles.`,
        table(
          ['how', 'first', 'second', 'share of cache hits'],
          rows.map(({ how, first, second }) => [how, String(first), String(second), percent(first, second)]),
        ),
      ],
      verdicts: rows.map(({ how, first, second }): Verdict => {
        return {
          target: `${how}: the second machine compiles nothing`,
          measured: `${percent(first, second)} hits`,
          met: second === 0,
        };
      }),
    };
  },
};

function percent(first: number, second: number): string {
  return `${((1 - second / first) * 100).toFixed(1)} %`;
}

/** @returns how many packages the first and the second machine compile. */
async function compileTwice(
  bench: Bench,
  name: string,
  flags: string[],
  workDir?: string,
  cacheOf: (home: string) => Record<string, string> = () => ({}),
): Promise<{ first: number; second: number }> {
  const cache = bench.makeDir(`shared-cache/${name}/go-build`);
  const { stdout: modCache } = await run(bench.go(['env', 'GOMODCACHE'], bench.dir));
  const counts: number[] = [];
  for (const machine of ['first', 'second']) {
    const home = bench.makeDir(`shared-cache/${name}/${machine}`);
    const plugin = bench.copyPlugin(bench.subject, `shared-cache/${name}/${machine}/plugin`);
    const env = {
      HOME: home,
      GOCACHE: cache,
      ...cacheOf(home),
      GORENAME_PLUGIN_CACHE: workDir ?? join(home, 'cache'),
      GOMODCACHE: join(home, 'mod'),
      // The modules are in the user's cache already; they were checked when they came there.
      GOPROXY: `file://${modCache}/cache/download`,
      GOSUMDB: 'off',
    };
    // The module cache must be removable at the end.
    await run(bench.go(['mod', 'download', '-modcacherw'], plugin, env));
    if (workDir !== undefined) rmSync(workDir, { recursive: true, force: true });
    const build: Command = bench.tool(
      ['build', '.', '-o', join(home, 'plugin.so'), '--prefix', 't_{hash}', '--', '-v', ...flags],
      plugin,
      env,
    );
    counts.push((await compiledPackages(build)).length);
  }
  const [first = 0, second = 0] = counts;
  return { first, second };
}
