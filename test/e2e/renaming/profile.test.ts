import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { buildLoader, go, type Loader } from '../../support/go.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { buildPlain, buildRenamed } from './compare.js';

const plugin = fixtureDir('renaming/profile/plugin');
let loader: Loader;
setUp(async () => {
  loader = await buildLoader();
});

test('default.pgo in the main package is ignored, so that plugin and host share the standard library', async () => {
  const plain = await buildPlain(plugin);
  const { output, findings } = await buildRenamed(plugin);
  const [refused, taken] = await loader([plain, output]);
  assert.match(refused?.error ?? '', /built with a different version of package (internal|runtime)/);
  assert.equal(taken?.answer, 'answer: dep');
  assert.deepEqual(findings, []);
});

test('an explicit -pgo=auto is used with a warning, and the host refuses the plugin', async () => {
  const { output, findings } = await buildRenamed(plugin, { flags: ['-pgo=auto'] });
  assert.deepEqual(
    findings.map(({ kind, severity }) => [kind, severity]),
    [['profile-used', 'warning']],
  );
  const [refused] = await loader([output]);
  assert.match(refused?.error ?? '', /built with a different version of package (internal|runtime)/);
});

test('rewrite leaves default.pgo out of the tree: plain go build gives a plugin that loads', async () => {
  const tree = join(tempDir(), 'tree');
  const rewrite = await runTool(['rewrite', plugin, '--out', tree]);
  assert.equal(rewrite.exitCode, 0, rewrite.stderr);
  await go(tree, ['build', '-buildmode=plugin', '-o', 'plugin.so']);
  const [taken] = await loader([join(tree, 'plugin.so')]);
  assert.equal(taken?.answer, 'answer: dep');
});
