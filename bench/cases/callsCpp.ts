import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectDir, type Bench } from '../harness/bench.js';
import { run, type Command } from '../harness/command.js';
import { median } from '../harness/contest.js';
import { flameGraph } from '../harness/flameGraph.js';
import { table } from '../harness/section.js';
import type { Group } from './group.js';

/** The reference figure's release. */
const OLD_RELEASE = 'go1.18.10';

/** The libraries that C++ calls: the row's name, and how it is built. */
const LIBRARIES: {
  name: string;
  mode: 'c-shared' | 'c-archive';
  renamed: boolean;
  release?: string;
  reference?: string;
}[] = [
  { name: 'c-shared', mode: 'c-shared', renamed: false },
  { name: 'c-shared, renamed', mode: 'c-shared', renamed: true },
  { name: 'c-archive', mode: 'c-archive', renamed: false },
  { name: 'c-archive, renamed', mode: 'c-archive', renamed: true },
  {
    name: `c-shared, ${OLD_RELEASE}`,
    mode: 'c-shared',
    renamed: false,
    release: OLD_RELEASE,
    reference: '1480',
  },
];

/** Calls of an exported Go function from C++, with google-benchmark. */
export const callsCpp: Group = {
  name: 'calls-cpp',
  title: 'Calls from C++ into Go',
  run: async (bench) => {
    if (!existsSync('/usr/include/benchmark/benchmark.h')) {
      throw new Error('google-benchmark is missing; Debian: apt-get install libbenchmark-dev');
    }
    const programs: string[] = [];
    for (const library of LIBRARIES) programs.push(await buildCaller(bench, library));
    const calls = LIBRARIES.map((): number[] => []);
    const native: number[] = [];
    for (let round = 0; round < bench.rounds(7); round++) {
      for (const [index, program] of programs.entries()) {
        const { stdout } = await run({ program, args: ['--benchmark_format=json'], cwd: bench.dir });
        const { benchmarks } = JSON.parse(stdout) as { benchmarks: { name: string; cpu_time: number }[] };
        const of = (name: string): number => benchmarks.find((entry) => entry.name === name)?.cpu_time ?? NaN;
        calls[index]?.push(of('BM_CGO'));
        native.push(of('BM_Native'));
      }
    }
    const row = (name: string, times: number[], reference = ''): string[] => [
      name,
      median(times).toFixed(2),
      `${Math.min(...times).toFixed(2)} – ${Math.max(...times).toFixed(2)}`,
      reference,
    ];
    const figures = table(
      ['`Add(int, int) int`', 'ns a call', 'min – max', 'reference, go1.18'],
      [
        ...LIBRARIES.map(({ name, reference }, index) =>
          row(`\`BM_CGO\`, ${name}`, calls[index] ?? [], reference),
        ),
        row('`BM_Native`', native),
      ],
    );
    const [current] = calls;
    const old = median(calls.at(-1) ?? []);
    const change =
      `A call into Go takes ${(old / median(current ?? [])).toFixed(1)} times as long with ${OLD_RELEASE}: since go1.21 a C ` +
      'thread keeps what the runtime needs of it (its M) from one call to the next.';
    const picture = await drawCalls(programs[2] ?? '');
    return { blocks: [figures, change, picture], verdicts: [], readme: `${figures}\n\n${change}` };
  },
};

/**
 * Builds the library and a C++ program that calls it.
 * @returns the program.
 */
async function buildCaller(
  bench: Bench,
  { name, mode, renamed, release }: (typeof LIBRARIES)[number],
): Promise<string> {
  const dir = bench.makeDir(`calls-cpp/${name.replace(/\W+/g, '-')}`);
  const source = join(projectDir, 'fixtures/systems', mode === 'c-shared' ? 'plugin4' : 'plugin5');
  const library = join(dir, mode === 'c-shared' ? 'libadd.so' : 'libadd.a');
  const env: Record<string, string> = release === undefined ? {} : { GOTOOLCHAIN: release };
  await run(
    renamed
      ? bench.tool(['build', source, '--buildmode', mode, '-o', library], dir)
      : bench.go(['build', `-buildmode=${mode}`, '-o', library, '.'], source, env),
  );
  const program = join(dir, 'calls');
  const header = `-DLIBRARY="${join(dir, 'libadd.h')}"`;
  const cpp = join(projectDir, 'bench/calls/cpp/main.cpp');
  const args = ['-O2', header, cpp, library, '-lbenchmark', '-lpthread', '-o', program, `-Wl,-rpath,${dir}`];
  await run({ program: 'g++', args, cwd: dir });
  return program;
}

/**
 * Draws how a call spends its time, as docs/calls.svg; only this needs perf.
 * @returns a line with the result.
 */
async function drawCalls(program: string): Promise<string> {
  const cwd = dirname(program);
  const data = join(cwd, 'perf.data');
  const benchmark = [program, '--benchmark_filter=BM_CGO', '--benchmark_min_time=2'];
  const perf = (args: string[]): Command => ({ program: 'perf', args, cwd });
  try {
    await run(perf(['record', '-e', 'cpu-clock', '-g', '-o', data, ...benchmark]));
  } catch {
    return 'Without perf no picture is drawn.';
  }
  const { stdout } = await run(perf(['script', '-i', data, '-F', 'ip,sym']));
  const file = 'docs/calls.svg';
  writeFileSync(join(projectDir, file), flameGraph(stdout, 'Add'));
  return `Where the time of a call into the c-archive goes, drawn from \`perf record -e cpu-clock -g\`: [${file}](../${file}).`;
}
