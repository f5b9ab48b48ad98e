/**
 * Runs the pages `*.txtar` of this folder; test/support/scenario.ts explains them. With SCENARIOS=update, pages get what
 * their commands print now, where it differs.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import glob from 'fast-glob';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { toolCache, toolCommand } from '../../support/process.js';
import { matches, parseScenario, stabilizer, withOutput } from '../../support/scenario.js';
import { setUp } from '../../support/setUp.js';
import { writeFiles } from '../../support/txtar.js';

/** The commands of a page besides those of the system. */
const bin = tempDir();
const COMMANDS = {
  'gorename-plugin': `exec '${toolCommand.join("' '")}' "$@"`,
  load: `exec '${join(bin, 'loader')}' -text "$@"`,
};
for (const [name, script] of Object.entries(COMMANDS)) {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}
setUp(() => goBuild(fixtureDir('hosts/loader'), join(bin, 'loader')));

const UPDATES = process.env['SCENARIOS'] === 'update';

/** Where the commands of a page put what they make; the tool may write nowhere else. */
const OUT = 'out';

async function runCommand(command: string, dir: string): Promise<string> {
  const { all, exitCode, signal } = await execa('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: dir,
    env: {
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      GORENAME_PLUGIN_CACHE: toolCache,
      PWD: dir,
    },
    stdin: 'ignore',
    reject: false,
    all: true,
  });
  const end = exitCode === 0 ? [] : [`[exit code ${String(exitCode ?? signal)}]`];
  return [...(all === '' ? [] : [all.trimEnd()]), ...end].join('\n');
}

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
      const printed = stable(await runCommand(command, dir));
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
