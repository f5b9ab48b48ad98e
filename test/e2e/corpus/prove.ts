/** What is checked for each case of the corpus. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import type { Case } from './cases.js';

const output = tempDir();

/** What a host of the corpus prints; `before` and `after` are its own library's answers. */
interface Report {
  before: string;
  plugin: string;
  after: string;
}

/** Declares one test a case. */
export function proveCases(cases: Case[]): void {
  for (const one of cases) {
    const prove = one.buildOnly ? proveBuilds : proveLoads;
    test(`a plugin with ${one.name} behaves like the plain build (${one.trouble})`, (t) => prove(t, one));
  }
}

async function proveBuilds(t: TestContext, one: Case): Promise<void> {
  await timed(t, 'tool', () => buildThroughTool(one, join(output, `${one.name}.so`)));
}

async function proveLoads(t: TestContext, one: Case): Promise<void> {
  const { name } = one;
  const plugin = pluginDir(name);
  const dir = join(output, name);
  const program = await goBuild(plugin, join(dir, 'program'));
  const host = await goBuild(fixtureDir(`corpus/${name}/host`), join(dir, 'host'));
  const unrenamed = await run(program, []);
  assert.equal(unrenamed.exitCode, 0, unrenamed.stderr);

  const plain = join(dir, 'plain.so');
  await timed(t, 'plain', () => goBuild(plugin, plain, ['-buildmode=plugin']));
  const refused = await run(host, [plain]);
  const message = /^plugin\.Open\(".*\/plain"\): plugin was built with a different version of package (\S+)$/;
  assert.match(refused.stderr, message);
  assert.equal(refused.exitCode, 1);

  const renamed = join(dir, 'renamed.so');
  await timed(t, 'tool', () => buildThroughTool(one, renamed));
  const loaded = await run(host, [renamed]);
  assert.equal(loaded.exitCode, 0, loaded.stderr);
  const report = JSON.parse(loaded.stdout) as Report;
  assert.equal(report.plugin, unrenamed.stdout);
  assert.equal(report.after, report.before);

  if (one.isolation === undefined) return;
  const exposed = join(dir, 'exposed.so');
  await buildThroughTool(one, exposed, [`--no-isolate=${one.isolation}`]);
  const { exitCode, stdout } = await run(host, [exposed]);
  const answersRight = exitCode === 0 && (JSON.parse(stdout) as Report).plugin === unrenamed.stdout;
  assert.ok(!answersRight, 'without isolation the plugin answers as well');
}

function pluginDir(name: string): string {
  return fixtureDir(`corpus/${name}/plugin`);
}

/** The tool must succeed and leave the plugin's own tree as it was. */
async function buildThroughTool({ name }: Case, file: string, options: string[] = []): Promise<void> {
  const plugin = pluginDir(name);
  const tree = await snapshotTree(plugin);
  const { exitCode, stderr } = await runTool(['build', plugin, '-o', file, ...options]);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(await snapshotTree(plugin), tree);
}

/** Adds a line with the time to the test's report; no test checks how long it takes. */
async function timed(t: TestContext, label: string, action: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await action();
  t.diagnostic(`${label} build: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
