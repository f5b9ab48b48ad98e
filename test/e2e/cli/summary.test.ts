/** What `build` says at its end: a line for each plugin on a terminal, nothing in a pipe. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOnTerminal } from '../../support/pty.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello');

async function build(...args: string[]): Promise<{ exitCode: number; screen: string }> {
  return runOnTerminal(['build', ...args], workspace.options({}));
}

const BUILT = /^a\.so \d\.\d MB: 3 packages renamed, \d+ standard; verified; \d+\.\d s$/;

test('a build ends with one line, and the next one says that nothing was done', async () => {
  const first = await build('./plugin', '-o', 'a.so');
  assert.equal(first.exitCode, 0, first.screen);
  assert.match(first.screen, BUILT);
  assert.equal((await build('./plugin', '-o', 'a.so')).screen, 'a.so is up to date');
});

test('-q and --dry-run end without such a line, and so does a build in a pipe', async () => {
  assert.equal((await build('./plugin', '-o', 'q.so', '-q')).screen, '');
  assert.equal((await build('./plugin', '-o', 'q.so', '--quiet')).screen, '');
  assert.doesNotMatch((await build('./plugin', '--dry-run')).screen, /verified|up to date/);
  assert.equal(await workspace.done(['build', './plugin', '-o', 'pipe.so']), '');
  assert.equal(await workspace.done(['build', './plugin', '-o', 'pipe.so']), '');
});

test('several plugins: a line for each, and which one failed', async () => {
  const good = await build('./plugin', './other', '-o', 'out/');
  assert.equal(good.exitCode, 0, good.screen);
  assert.match(good.screen, /^out\/plugin\.so .*; verified; .*\nout\/other\.so .*; verified; .* s$/);
  workspace.write({ 'other/main.go': 'package main\n\nfunc Broken() int { return "no" }\n' });
  const bad = await build('./plugin', './other', '-o', 'out/');
  assert.equal(bad.exitCode, 2);
  assert.match(bad.screen, /^out\/plugin\.so is up to date\nother failed\ngorename-plugin: go build failed/);
});
