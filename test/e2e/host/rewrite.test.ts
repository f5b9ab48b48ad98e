/** `rewrite --host`: a tree that plain `go build` builds into a plugin that shares packages with its host. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { ask, Sharing } from './sharing.js';

const OF_HOST = { sdk: '1.0 on 1.0', text: '1.0 1', calls: 1 };

let sharing: Sharing;
let host: string;
setUp(async () => {
  sharing = await Sharing.create();
  host = await sharing.plain(await sharing.source('host'), 'host', ['-trimpath']);
});

function rewrite(args: string[]): Promise<Outcome> {
  return runTool(['rewrite', ...args], { cwd: sharing.dir, env: sharing.env });
}

/**
 * Builds a tree with its makefile.
 * @returns the plugin.
 */
async function made(tree: string): Promise<string> {
  const output = join(tree, 'plugin.so');
  const args = ['-f', 'gorename-plugin.mk', `OUTPUT=${output}`];
  const { exitCode, stdout, stderr } = await run('make', args, { cwd: tree, env: sharing.env });
  assert.equal(exitCode, 0, stdout + stderr);
  return output;
}

test('rewrite --keep: the tree has the packages of the host, at its versions, with its settings', async () => {
  const simple = await sharing.source('plugins/simple', 'simple');
  const tree = sharing.path('tree');
  const { exitCode, stdout, stderr } = await rewrite([
    simple,
    '--out',
    tree,
    '--host',
    host,
    '--keep',
    'example.com/sdk',
  ]);
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.match(stdout, /^cd tree && env GOTOOLCHAIN=go\S+ .*go build -buildmode=plugin .*-trimpath/);
  const answer = 'you: text 1.1 (call 1), sdk 1.0 on 1.0 (call 2), loops one variable and a variable each';
  assert.deepEqual(await ask(host, [await made(tree)]), [OF_HOST, { answer, calls: 3 }]);
});

test('rewrite --keep: the tree has both copies of a split package, and warns of the older version', async () => {
  const newer = await sharing.source('plugins/newer', 'newer');
  const tree = sharing.path('split');
  const { exitCode, stderr } = await rewrite([
    newer,
    '--out',
    tree,
    '--host',
    host,
    '--keep',
    'example.com/sdk',
  ]);
  assert.equal(exitCode, 0, stderr);
  assert.match(
    stderr,
    /^warning\[[\w-]+\]: the plugin requires example\.com\/sdk v1\.1\.0, but is compiled against the host's v1\.0\.0/,
  );
  const answer = 'own: 1.0 on 1.0 (call 2); worker: 1.1 on 1.1 newer (call 1)';
  assert.deepEqual(await ask(host, [await made(tree)]), [OF_HOST, { answer, calls: 3 }]);
});

test('rewrite --rename conflicts: the tree keeps packages that do not differ', async () => {
  const source = await sharing.source('counters');
  const counters = await sharing.plain(source, 'counters');
  const mixed = await sharing.source('plugins/mixed', 'mixed');
  const tree = sharing.path('conflicts');
  const { exitCode, stderr } = await rewrite([
    mixed,
    '--out',
    tree,
    '--host',
    counters,
    '--rename',
    'conflicts',
  ]);
  assert.deepEqual([exitCode, stderr], [0, '']);
  const { stdout } = await run(counters, [await made(tree)]);
  assert.equal(stdout, 'lone: shared 11, over 1 with base 1.1, text 1.0 11');
});

test('rewrite --host refuses what cannot work, and writes nothing', async () => {
  const simple = await sharing.source('plugins/simple', 'simple');
  const { exitCode, stderr } = await rewrite([
    simple,
    '--out',
    'none',
    '--host',
    host,
    '--keep',
    'example.com/sdq',
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /the host does not contain such a package\nIt has example\.com\/sdk\.$/);
  assert.throws(() => readFileSync(sharing.path('none', 'go.mod')), /ENOENT/);
});
