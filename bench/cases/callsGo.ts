import { join } from 'node:path';
import { projectDir } from '../harness/bench.js';
import { run } from '../harness/command.js';
import { median } from '../harness/contest.js';
import { table } from '../harness/section.js';
import type { Group } from './group.js';

/** A call into a plugin: `BenchmarkGoPlugin` and `BenchmarkGoNative` of bench/calls/go, plain and renamed plugin in turns. */
export const callsGo: Group = {
  name: 'calls-go',
  title: 'Calls from Go into a Go plugin',
  run: async (bench) => {
    const dir = bench.makeDir('calls-go');
    const source = join(projectDir, 'fixtures/systems/plugin');
    const files = { plain: join(dir, 'plain.so'), renamed: join(dir, 'renamed.so') };
    await run(bench.go(['build', '-buildmode=plugin', '-o', files.plain, '.'], source));
    await run(bench.tool(['build', source, '-o', files.renamed], dir));
    const program = join(dir, 'calls.test');
    await run(bench.go(['test', '-c', '-o', program, '.'], join(projectDir, 'bench/calls/go')));
    const native: number[] = [];
    const called = { plain: [] as number[], renamed: [] as number[] };
    for (let round = 0; round < bench.rounds(7); round++) {
      for (const kind of ['plain', 'renamed'] as const) {
        const env = { PLUGIN: files[kind] };
        const { stdout } = await run({ program, args: ['-test.bench', '.'], cwd: dir, env });
        called[kind].push(nanoseconds(stdout, 'GoPlugin'));
        native.push(nanoseconds(stdout, 'GoNative'));
      }
    }
    const row = (name: string, times: number[], reference: string): string[] => [
      name,
      median(times).toFixed(2),
      `${Math.min(...times).toFixed(2)} – ${Math.max(...times).toFixed(2)}`,
      reference,
    ];
    const figures = table(
      ['`Add(int, int) int`', 'ns a call', 'min – max', 'reference, Xeon 8260'],
      [
        row('`BenchmarkGoPlugin`, plain plugin', called.plain, '2.0'),
        row('`BenchmarkGoPlugin`, renamed plugin', called.renamed, ''),
        row('`BenchmarkGoNative`', native, '0.35'),
      ],
    );
    const medians = { plain: median(called.plain), renamed: median(called.renamed) };
    return {
      blocks: [figures, 'Each round runs `PLUGIN=plugin.so calls.test -test.bench .` with both plugins.'],
      verdicts: [
        {
          target: 'renamed and plain the same, within noise (the ranges overlap)',
          measured: `${medians.renamed.toFixed(2)} and ${medians.plain.toFixed(2)} ns`,
          met:
            Math.min(...called.renamed) <= Math.max(...called.plain) &&
            Math.min(...called.plain) <= Math.max(...called.renamed),
        },
      ],
      readme: figures,
    };
  },
};

function nanoseconds(output: string, name: string): number {
  return Number(new RegExp(`^Benchmark${name}\\S*\\s+\\d+\\s+([\\d.]+) ns/op`, 'm').exec(output)?.[1]);
}
