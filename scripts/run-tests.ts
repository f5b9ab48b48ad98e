/**
 * Runs the tests with node's own runner and prints its spec report.
 *
 *   tsx scripts/run-tests.ts [--corpus] [file or glob ...]
 *
 * Without arguments: every `test/**\/*.test.ts`; `--corpus` (or CORPUS=1) adds the long `*.corpus.ts`.
 * A named file or folder narrows the run; so does a page of test/e2e/scenarios (`….txtar`). Exit code 1 when a test failed or when none ran.
 */
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import glob from 'fast-glob';

/** Test files at a time: each may run the go command, which is parallel by itself. */
const CONCURRENCY = 2;

const { values, positionals } = parseArgs({
  options: { corpus: { type: 'boolean', default: process.env['CORPUS'] === '1' } },
  allowPositionals: true,
});

const isPage = (named: string): boolean => named.endsWith('.txtar');
const pages = positionals.filter(isPage).map((page) => resolve(page));
if (pages.length > 0) process.env['SCENARIO_PAGES'] = pages.join('\n');
const suffix = values.corpus ? '*.{test,corpus}.ts' : '*.test.ts';
const patterns = positionals.map((named) =>
  isPage(named)
    ? 'test/e2e/scenarios/*.test.ts'
    : /\.ts$|\*/.test(named)
      ? named
      : `${named.replace(/\/$/, '')}/**/${suffix}`,
);
const files = await glob(patterns.length > 0 ? patterns : [`test/**/${suffix}`], { absolute: true });
files.sort();

let ran = 0;
let failed = 0;
const stream = run({ files, concurrency: CONCURRENCY });
stream.on('test:pass', ({ name, details, skip }) => {
  // A file without tests is reported as a test by the file's own name.
  const isTest = details.type !== 'suite' && !files.includes(resolve(name));
  if (isTest && skip === undefined) ran++;
});
stream.on('test:fail', () => failed++);
stream.pipe(new spec()).pipe(process.stdout);

stream.on('end', () => {
  if (ran + failed === 0) console.error('run-tests: no test ran');
  if (ran === 0 || failed > 0) process.exitCode = 1;
});
