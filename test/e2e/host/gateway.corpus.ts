/** A gateway whose SDK exposes a web framework's types: its plugins share that, and keep all else for themselves. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const source = fixtureDir('host/gateway/host');
const plugin = fixtureDir('host/gateway/plugin');
const output = tempDir();

let host: string;
setUp(async () => {
  host = await goBuild(source, join(output, 'gateway'));
});

test('the gateway refuses a plain plugin', async () => {
  const file = await goBuild(plugin, join(output, 'plain.so'), ['-buildmode=plugin']);
  const { exitCode, stderr } = await run(host, [file, '/values/x']);
  assert.equal(exitCode, 1);
  assert.match(stderr, /plugin was built with a different version of package github\.com\//);
});

test('the gateway does not recognise a plugin in which everything is renamed', async () => {
  const file = join(output, 'renamed.so');
  const built = await runTool(['build', plugin, '-o', file, '--host', host, '--keep', 'none']);
  assert.equal(built.exitCode, 0, built.stderr);
  assert.match(built.stderr, /The host has this package: --keep example\.com\/gateway\/sdk shares it/);
  const { exitCode, stderr } = await run(host, [file, '/values/x']);
  assert.equal(exitCode, 1);
  assert.equal(stderr, 'unknown signature func() sdk.Plugin');
});

test('the gateway serves HTTP with a plugin that keeps the SDK, shares gin and has its own gjson', async () => {
  const file = join(output, 'kept.so');
  const before = [await snapshotTree(source), await snapshotTree(plugin)];
  const keep = ['--host', host, '--keep', 'example.com/gateway/sdk', '--host-src', source];
  const built = await runTool(['build', plugin, '-o', file, ...keep]);
  assert.equal(built.exitCode, 0, built.stderr);
  assert.deepEqual([await snapshotTree(source), await snapshotTree(plugin)], before);
  // cors takes and gives types of gin, so it is compiled with the gateway's, too.
  assert.match(
    built.stderr,
    /^warning\[[\w-]+\]: the plugin requires github\.com\/gin-gonic\/gin v1\.10\.0, but is compiled against the host's v1\.9\.1/m,
  );

  const { exitCode, stdout, stderr } = await run(host, [file, '/values/x', '/other']);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(stdout.split('\n'), [
    '200 https://example.com {"gin":"v1.9.1","gjson":"1","mounted":["values"],"name":"x"}',
    '404  404 page not found',
    'gateway: gin v1.9.1 gjson ',
  ]);
});
