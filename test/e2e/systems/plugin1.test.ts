import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { copyFixture, snapshotTree } from '../../support/files.js';
import { buildHost, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';

test('fixture plugin1: plain, it is refused; built with the command in the README, it loads', async () => {
  const plugin1 = copyFixture('systems/plugin1');
  const systems = dirname(plugin1);
  const host = await buildHost('systems/golang');

  await goBuild(plugin1, '../plain.so', ['-buildmode=plugin']);
  assert.deepEqual(await run(host, ['plain.so'], { cwd: systems }), {
    exitCode: 1,
    stdout: '',
    stderr:
      'plugin.Open("plain"): plugin was built with a different version of package github.com/tidwall/gjson',
  });

  const sources = await snapshotSources();
  const build = await runTool(['build', './plugin1', '-o', 'plugin1/output/plugin.so'], { cwd: systems });
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await run(host, ['plugin1/output/plugin.so'], { cwd: systems }), {
    exitCode: 0,
    stdout: 'true',
    stderr: '',
  });
  assert.deepEqual(await snapshotSources(), sources);

  // The folder itself did change: output/ is new in it, as the user asked.
  async function snapshotSources() {
    const entries = Object.entries(await snapshotTree(plugin1));
    return entries.filter(([path]) => path !== '.' && !path.startsWith('output'));
  }
});
