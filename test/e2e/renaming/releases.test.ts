import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { go } from '../../support/go.js';
import { run } from '../../support/process.js';
import { buildRenamed } from './compare.js';
import { testRelease } from './releases.js';

testRelease('go1.18.10', ['symbols/plugin']);
testRelease('go1.27.0', ['symbols/plugin']);

test('the toolchain line of go.mod selects the Go version', async () => {
  const dir = join(copyFixture('renaming/targets'), 'plugin');
  await go(dir, ['mod', 'edit', '-go=1.21', '-toolchain=go1.27.0']);
  const { output } = await buildRenamed(dir, { env: { GOTOOLCHAIN: 'auto' } });
  assert.match((await run('go', ['version', output])).stdout, /: go1\.27\.0$/);
});
