import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { callFromCpp } from '../../support/cplusplus.js';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';

const plugin4 = fixtureDir('systems/plugin4');
const called = { exitCode: 0, stdout: '3\ntrue', stderr: '' };

test('fixture plugin4: plain, it answers a C++ program, with gjson under its original path', async () => {
  const library = join(tempDir(), 'plugin4.so');
  await goBuild(plugin4, library, ['-buildmode=c-shared']);
  assert.deepEqual(await callFromCpp(join(plugin4, 'cpp/main.cpp'), library), called);
  const { stdout } = await run('nm', [library]);
  assert.match(stdout, / github\.com\/tidwall\/gjson\.Get$/m);
});

test('fixture plugin4: renamed, it answers the same, with gjson only under the prefix', async () => {
  const tree = await snapshotTree(plugin4);
  const library = join(tempDir(), 'plugin4.so');
  const build = await runTool(['build', plugin4, '--buildmode', 'c-shared', '-o', library]);
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await snapshotTree(plugin4), tree);
  assert.deepEqual(await callFromCpp(join(plugin4, 'cpp/main.cpp'), library), called);
  const { stdout } = await run('nm', [library]);
  assert.match(stdout, / t_\d+_[0-9a-f]{8}\/github\.com\/tidwall\/gjson\.Get$/m);
  assert.doesNotMatch(stdout, /(?<!t_\d+_[0-9a-f]{8}\/)github\.com\/tidwall\//);
});
