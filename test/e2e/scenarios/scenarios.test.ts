/**
 * Runs the pages `*.txtar` of this folder; test/support/scenario.ts explains them. With SCENARIOS=update, pages get what
 * their commands print now, where it differs.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { commandRunner, withEnd } from '../../support/commands.js';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { matches, parseScenario, stabilizer, withOutput } from '../../support/scenario.js';
import { setUp } from '../../support/setUp.js';
import { writeFiles } from '../../support/txtar.js';

/** The commands of a page besides those of the system. */
const loader = join(tempDir(), 'loader');
const runCommand = commandRunner({ load: `exec '${loader}' -text "$@"` });
setUp(() => goBuild(fixtureDir('hosts/loader'), loader));

const UPDATES = process.env['SCENARIOS'] === 'update';

/** Where the commands of a page put what they make; the tool may write nowhere else. */
const OUT = 'out';

async function sourcesOf(dir: string): Promise<Record<string, string>> {
  const entries = Object.entries(await snapshotTree(dir));
  return Object.fromEntries(
    entries.filter(([path]) => path !== '.' && !new RegExp(`^${OUT}(/|$)`).test(path)),
  );
}

/** Those that the test run was asked for, or all. */
const pages =
  process.env['SCENARIO_PAGES']?.split('\n') ??
  glob.sync('*.txtar', { cwd: import.meta.dirname, absolute: true }).sort();

for (const file of pages) {
  const page = readFileSync(file, 'utf8');
  const { title, steps, files } = parseScenario(page);
  test(`${basename(file, '.txtar')}: ${title}`, async () => {
    const dir = tempDir();
    mkdirSync(join(dir, OUT));
    writeFiles(files, dir);
    const outputs: string[] = [];
    const stable = stabilizer(dir);
    for (const { line, command, expected } of steps) {
      const before = await sourcesOf(dir);
      const printed = stable(withEnd(await runCommand(command, dir)));
      const message = `${file}:${String(line)}: ${command}`;
      const asExpected = matches(expected, printed);
      outputs.push(asExpected ? expected : printed);
      if (!asExpected && !UPDATES) assert.equal(printed, expected, message);
      if (/^(\w+=\S* )*gorename-plugin /.test(command))
        assert.deepEqual(await sourcesOf(dir), before, message);
    }
    if (UPDATES) writeFileSync(file, withOutput(page, steps, outputs));
  });
}
