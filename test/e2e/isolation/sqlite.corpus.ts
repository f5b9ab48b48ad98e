/** go-sqlite3 in two versions in one process, either way round: its driver's name and its C code are the process's. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { edit } from '../plugins/builds.js';
import { copyFixture } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** Module version -> the SQLite in it. */
const OLD = { module: 'v1.14.16', sqlite: '3.39.4' };
const NEW = { module: 'v1.14.22', sqlite: '3.45.1' };

let older: string;
let swapped: string;
let host: string;
setUp(async () => {
  older = copyFixture('systems/sqlite');
  swapped = copyFixture('systems/sqlite');
  await swapVersions(swapped);
  host = await goBuild(join(older, 'host'), join(older, 'host.exe'));
});

test('host SQLite 3.39.4, plugin SQLite 3.45.1: each runs its own, before and after loading', async () => {
  const { exitCode, stdout, stderr } = await run(host, [await build(older, [])]);
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, report(OLD.sqlite, NEW.sqlite));
});

test('host SQLite 3.45.1, plugin SQLite 3.39.4: each runs its own, before and after loading', async () => {
  const newer = await goBuild(join(swapped, 'host'), join(swapped, 'host.exe'));
  const { exitCode, stdout, stderr } = await run(newer, [await build(swapped, [])]);
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, report(NEW.sqlite, OLD.sqlite));
});

test('a plugin with SQLite that is renamed but not isolated crashes the host', async () => {
  const { exitCode, stdout, stderr } = await run(host, [await build(older, ['--no-isolate'])]);
  assert.notEqual(exitCode, 0);
  assert.equal(stdout, line('host:  ', OLD.sqlite));
  assert.match(stderr, /^panic: sql: Register called twice for driver sqlite3/);
});

test("with --no-isolate=c, the plugin runs the host's SQLite", async () => {
  const { exitCode, stdout, stderr } = await run(host, [await build(older, ['--no-isolate=c'])]);
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, report(OLD.sqlite, OLD.sqlite));
});

async function build(root: string, args: string[]): Promise<string> {
  const output = join(root, `plugin${args.join('')}.so`);
  const { exitCode, stderr } = await runTool(['build', join(root, 'plugin'), '-o', output, ...args]);
  assert.equal(exitCode, 0, stderr);
  return output;
}

async function swapVersions(root: string): Promise<void> {
  for (const [dir, from, to] of [
    ['host', OLD.module, NEW.module],
    ['plugin', NEW.module, OLD.module],
  ] as const) {
    await edit(join(root, dir, 'go.mod'), from, to);
    await go(join(root, dir), ['mod', 'tidy']);
  }
}

function report(host: string, plugin: string): string {
  return [line('host:  ', host), line('plugin:', plugin), line('host:  ', host)].join('\n');
}

function line(who: string, version: string): string {
  return `${who} SQLite ${version} (queried: ${version})`;
}
