/** -cover: what go covers by default is the main module, and that is the plugin's own. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { buildLoader, go, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { buildRenamed } from './compare.js';

const dir = fixtureDir('renaming/imports/plugin');
const out = tempDir();

/**
 * Runs a covered program.
 * @returns its coverage profile: which statements ran.
 */
async function profileOf(program: string): Promise<string> {
  const counters = `${program}.cov`;
  await mkdir(counters);
  const { exitCode, stderr } = await run(program, [], { env: { GOCOVERDIR: counters } });
  assert.equal(exitCode, 0, stderr);
  await go(out, ['tool', 'covdata', 'textfmt', `-i=${counters}`, `-o=${program}.txt`]);
  return `${program}.txt`;
}

test('-cover of a program: the same packages are covered, and trace restores the paths in the profile', async () => {
  const plain = await profileOf(await goBuild(dir, join(out, 'plain'), ['-cover']));
  const built = join(out, 'renamed');
  const flags = ['--buildmode', 'exe', '-o', built, '--', '-covermode=set'];
  const { exitCode, stderr } = await runTool(['build', dir, ...flags]);
  assert.equal(exitCode, 0, stderr);
  const restored = await runTool(['trace', await profileOf(built)]);
  const expected = (await run('cat', [plain])).stdout.split('\n').sort();
  assert.deepEqual(restored.stdout.split('\n').sort(), expected);
  assert.ok(expected.some((line) => line.startsWith('example.com/imports/own/') && line.endsWith(' 1')));
});

test('-cover of a plugin: the packages of the plugin are instrumented, dependencies are not, and a covered host loads it', async () => {
  const { output, packages } = await buildRenamed(dir, { flags: ['-cover'] });
  const { stdout } = await run('nm', [output]);
  const covered = packages
    .filter(({ builtAs }) => stdout.includes(` ${builtAs}.goCover_`))
    .map(({ importPath }) => importPath);
  assert.deepEqual(covered.sort(), ['example.com/imports', 'example.com/imports/own']);
  const [answer] = await (await buildLoader([], ['-cover']))([output]);
  assert.equal(answer?.error, undefined);
});

test('-coverpkg covers the packages that the user names, and no others', async () => {
  const { output } = await buildRenamed(dir, { flags: ['-cover', '-coverpkg=example.com/forms/single'] });
  const { stdout } = await run('nm', [output]);
  assert.deepEqual(
    [...new Set(stdout.match(/\S+(?=\.goCover_\w+_M)/g))].map((path) => path.replace(/^\w+\//, '')),
    ['example.com/forms/single'],
  );
});
