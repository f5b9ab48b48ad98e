/**
 * Measures the tool beside its competitors and writes a section of bench/results.md for each group of cases.
 *
 *   tsx bench/main.ts [--rounds N] [--subject PLUGIN] [--results FILE] [--executable FILE] [GROUP ...]
 *
 * Without names: all groups but those of C++, which needs google-benchmark. With an executable of the tool, the groups
 * start, rebuild, tree, large-tree and verify measure it beside the program on Node.
 * `--rounds` replaces the number of rounds of each group, `--subject` client-go: both are for trying out.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bump } from './cases/bump.js';
import { callsCpp } from './cases/callsCpp.js';
import { callsGo } from './cases/callsGo.js';
import { cold } from './cases/cold.js';
import { largeTree } from './cases/largeTree.js';
import { plugins } from './cases/plugins.js';
import { rebuild } from './cases/rebuild.js';
import { sharedCache } from './cases/sharedCache.js';
import { start } from './cases/start.js';
import { tree } from './cases/tree.js';
import { verify } from './cases/verify.js';
import { Bench, projectDir } from './harness/bench.js';
import { formatSection, writeBetweenMarks, writeSection } from './harness/report.js';

const GROUPS = [tree, largeTree, cold, rebuild, bump, plugins, sharedCache, verify, start, callsGo, callsCpp];
const RESULTS = resolve(projectDir, 'bench/results.md');
const titles = GROUPS.map(({ title }) => title);

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string' },
    subject: { type: 'string', default: 'client-go' },
    results: { type: 'string', default: RESULTS },
    executable: { type: 'string' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !GROUPS.some((group) => group.name === name));
if (unknown.length > 0) {
  console.error(
    `no such case: ${unknown.join(', ')}; there are ${GROUPS.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const bench = new Bench({ subject: values.subject, rounds, executable: values.executable });
try {
  for (const group of GROUPS) {
    const chosen = positionals.length > 0 ? positionals.includes(group.name) : group !== callsCpp;
    if (!chosen) continue;
    console.error(`${group.name}:`);
    const section = await group.run(bench);
    console.log(`## ${group.title}\n\n${await formatSection(section)}\n`);
    await writeSection(values.results, titles, group.title, section);
    // What is only tried out stays out of the page.
    if (section.readme !== undefined && values.results === RESULTS) {
      writeBetweenMarks(resolve(projectDir, 'docs/call-overhead.md'), group.name, section.readme);
    }
  }
} finally {
  bench.remove();
}
