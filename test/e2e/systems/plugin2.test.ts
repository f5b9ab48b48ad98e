import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { buildHost, go, goBuild } from '../../support/go.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const plugin2 = fixtureDir('systems/plugin2');
const renamed = join(tempDir(), 'plugin2.so');
let host: string;
let build: Outcome;
setUp(async () => {
  host = await buildHost('systems/golang');
  const tree = await snapshotTree(plugin2);
  build = await runTool(['build', plugin2, '-o', renamed]);
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await snapshotTree(plugin2), tree);
});

test('fixture plugin2: plain, it is refused; renamed, the host prints true', async () => {
  const dir = tempDir();
  await goBuild(plugin2, join(dir, 'plain.so'), ['-buildmode=plugin']);
  assert.deepEqual(await run(host, ['plain.so'], { cwd: dir }), {
    exitCode: 1,
    stdout: '',
    stderr:
      'plugin.Open("plain"): plugin was built with a different version of package github.com/tidwall/gjson',
  });
  assert.deepEqual(await run(host, [renamed]), { exitCode: 0, stdout: 'true', stderr: '' });
});

test('fixture plugin2: objdump shows gjson only under the prefix', async () => {
  const { stdout } = await run('objdump', ['-x', renamed]);
  assert.match(stdout, / local\.t_\d+_[0-9a-f]{8}\/github\.com\/tidwall\/gjson\.Type\.String$/m);
  assert.doesNotMatch(stdout, /[ .]github\.com\/tidwall\//);
});

test('fixture plugin2: the host cannot use GetJsonPath, because gjson.Result is a distinct type', async () => {
  assert.deepEqual(await run(host, [renamed, 'GetJsonPath']), {
    exitCode: 1,
    stdout: '',
    stderr:
      'interface conversion: plugin.Symbol is func(string, string) gjson.Result, ' +
      'not func(string, string) gjson.Result (types from different scopes)',
  });

  // It is the renaming that parts the types: with the host's own gjson, unrenamed, the host takes it.
  const shared = copyFixture('systems/plugin2');
  await go(shared, ['get', 'github.com/tidwall/gjson@v1.11.0']);
  await goBuild(shared, 'shared.so', ['-buildmode=plugin']);
  const taken = await run(host, [join(shared, 'shared.so'), 'GetJsonPath']);
  assert.deepEqual(taken, { exitCode: 0, stdout: '', stderr: '' });
});

test('fixture plugin2: build warns of the exported function, its file and line, and the renamed type', () => {
  const warnings = build.stderr.split('\n').filter((line) => line.includes('GetJsonPath'));
  assert.equal(warnings.length, 1, build.stderr);
  assert.match(warnings[0] ?? '', /main\.go:13\b/);
  assert.match(build.stderr, /github\.com\/tidwall\/gjson\.Result/);
  assert.doesNotMatch(build.stderr, /GetJsonRow/);
});
