/**
 * From sources to written tree, side by side: `gorename-plugin rewrite` and `go mod vendor` of client-go v0.31, in
 * turns, so that both see the same machine. Writes bench/results.md.
 *
 *   tsx bench/rewrite.ts [rounds]
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { execa } from 'execa';

const project = join(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 7);
const dir = mkdtempSync(join(tmpdir(), 'gorename-plugin-bench-'));
const plugin = join(dir, 'plugin');
cpSync(join(project, 'fixtures/corpus/client-go/plugin'), plugin, { recursive: true });

interface Run {
  seconds: number;
  /** Megabytes; undefined where it was not asked for. */
  memory: number | undefined;
}

async function time(command: string, args: string[]): Promise<Run> {
  const start = performance.now();
  const { stderr } = await execa(command, args, {
    cwd: plugin,
    env: { GORENAME_PLUGIN_CACHE: join(dir, 'cache') },
  });
  const kilobytes = /peak-memory (\d+)/.exec(stderr)?.[1];
  return {
    seconds: (performance.now() - start) / 1000,
    memory: kilobytes === undefined ? undefined : Number(kilobytes) / 1024,
  };
}

async function rewrite(): Promise<Run> {
  rmSync(join(dir, 'out'), { recursive: true, force: true });
  const tool = ['--import', join(project, 'bench/peakMemory.js'), join(project, 'bin/gorename-plugin.js')];
  return time(process.execPath, [...tool, 'rewrite', '.', '--out', join(dir, 'out')]);
}

async function vendor(): Promise<Run> {
  rmSync(join(plugin, 'vendor'), { recursive: true, force: true });
  const run = await time('go', ['mod', 'vendor']);
  rmSync(join(plugin, 'vendor'), { recursive: true, force: true });
  return run;
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

try {
  // Once each to fill the file system's and the module cache.
  await rewrite();
  await vendor();
  const rewrites: Run[] = [];
  const vendors: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    rewrites.push(await rewrite());
    vendors.push(await vendor());
  }
  const seconds = (runs: Run[]): number => median(runs.map((run) => run.seconds));
  const ratio = median(rewrites.map((run, round) => run.seconds / (vendors[round]?.seconds ?? NaN)));
  const memory = Math.max(...rewrites.map((run) => run.memory ?? 0));
  const goVersion = (await execa('go', ['env', 'GOVERSION'])).stdout;
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
  const report = [
    '# Benchmarks',
    '',
    `\`make bench\`, ${new Date().toISOString().slice(0, 10)}: gorename-plugin ${version}, ${goVersion}, node ${process.version},`,
    `${String(cpus().length)} x ${cpus()[0]?.model ?? 'unknown processor'}; ${String(rounds)} rounds, in turns, medians.`,
    '',
    'client-go v0.31, from nothing to the written tree (modules in the module cache):',
    '',
    '| command | seconds |',
    '| --- | --- |',
    `| \`gorename-plugin rewrite . --out DIR\` | ${seconds(rewrites).toFixed(2)} |`,
    `| \`go mod vendor\` | ${seconds(vendors).toFixed(2)} |`,
    '',
    `Ratio of the two, round by round: ${ratio.toFixed(2)}. Peak memory of the tool: ${memory.toFixed(0)} MB.`,
    '',
  ].join('\n');
  writeFileSync(join(project, 'bench/results.md'), report);
  console.log(report);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
