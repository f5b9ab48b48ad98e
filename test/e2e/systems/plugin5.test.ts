import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { callFromCpp } from '../../support/cplusplus.js';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';

const plugin5 = fixtureDir('systems/plugin5');
const called = { exitCode: 0, stdout: '3\ntrue', stderr: '' };

test('fixture plugin5: plain, it answers a C++ program, with gjson under its original path', async () => {
  const library = join(tempDir(), 'plugin5.a');
  await goBuild(plugin5, library, ['-buildmode=c-archive']);
  assert.deepEqual(await callFromCpp(join(plugin5, 'cpp/main.cpp'), library), called);
  const { stdout } = await run('nm', [library]);
  assert.match(stdout, / github\.com\/tidwall\/gjson\.Get$/m);
});

test('fixture plugin5: renamed, it answers the same, with gjson only under the prefix', async () => {
  const tree = await snapshotTree(plugin5);
  const library = join(tempDir(), 'plugin5.a');
  const build = await runTool(['build', plugin5, '--buildmode', 'c-archive', '-o', library]);
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await snapshotTree(plugin5), tree);
  assert.deepEqual(await callFromCpp(join(plugin5, 'cpp/main.cpp'), library), called);
  const { stdout } = await run('nm', [library]);
  assert.match(stdout, / t_\d+_[0-9a-f]{8}\/github\.com\/tidwall\/gjson\.Get$/m);
  assert.doesNotMatch(stdout, /(?<!t_\d+_[0-9a-f]{8}\/)github\.com\/tidwall\//);
});
