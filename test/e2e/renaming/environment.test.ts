import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { buildPlain, buildRenamed, compare, load } from './compare.js';

const targets = fixtureDir('renaming/targets/plugin');

test('GOFLAGS written by go env -w are used', async () => {
  const env = { GOENV: join(tempDir(), 'env') };
  await go(targets, ['env', '-w', 'GOFLAGS=-tags=special -mod=readonly'], env);
  const { plain, renamed } = await compare('targets/plugin', { env });
  assert.equal(plain['tag'], 'special');
  assert.deepEqual(renamed, plain);
});

test('GOFLAGS of the environment replace those of go env -w, as with go itself', async () => {
  const env = { GOENV: join(tempDir(), 'env') };
  await go(targets, ['env', '-w', 'GOFLAGS=-tags=special'], env);
  const { plain, renamed } = await compare('targets/plugin', { env: { ...env, GOFLAGS: '-tags=other' } });
  assert.equal(plain['tag'], 'untagged');
  assert.deepEqual(renamed, plain);
});

test('a plugin built with -trimpath loads into a host built with it', async () => {
  const { plain, renamed } = await compare('symbols/plugin', { flags: ['-trimpath'] });
  assert.deepEqual(renamed, plain);
});

test('a plugin and a dependency that are reached through symbolic links are built', async () => {
  const dir = copyFixture('renaming/targets');
  const links = tempDir();
  await symlink(dir, join(links, 'link'));
  await symlink(join(dir, 'dep'), join(links, 'dep'));
  await go(join(dir, 'plugin'), ['mod', 'edit', `-replace=example.com/targets=${join(links, 'dep')}`]);
  // go itself does not take the link.
  const plain = await buildPlain(join(dir, 'plugin'));
  const { output } = await buildRenamed(join(links, 'link/plugin'), { cwd: links });
  const [expected, found] = await load([plain, output]);
  assert.match(expected ?? '', /^system: linux$/m);
  assert.equal(found, expected);
});
