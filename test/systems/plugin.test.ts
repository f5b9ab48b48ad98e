import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, snapshotTree, tempDir } from '../support/files.js';
import { buildHost, goBuild } from '../support/go.js';
import { run, runTool } from '../support/process.js';

const plugin = fixtureDir('systems/plugin');
const called = { exitCode: 0, stdout: '3', stderr: '' };
const host = await buildHost('systems/golang');
const output = tempDir();

test('built plainly, a plugin without third-party modules loads and Add is called', async () => {
  const file = await goBuild(plugin, join(output, 'plain.so'), ['-buildmode=plugin']);
  assert.deepEqual(await run(host, [file, 'Add']), called);
});

test('built through the tool it does the same', async () => {
  const tree = await snapshotTree(plugin);
  const file = join(output, 'renamed.so');
  const build = await runTool(['build', plugin, '-o', file]);
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await run(host, [file, 'Add']), called);
  assert.deepEqual(await snapshotTree(plugin), tree);
});

test('without -o the file is called after its folder and lies in the current directory', async () => {
  const build = await runTool(['build', plugin], { cwd: output });
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await run(host, ['plugin.so', 'Add'], { cwd: output }), called);
});
