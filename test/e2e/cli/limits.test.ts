/** Failures of the operating system name the path, and say what to do; none of them shows a stack trace. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolOnNode } from '../../support/process.js';
import { Workspace } from './workspace.js';

test('too many open files are reported, wherever Node reaches the limit', async () => {
  const workspace = Workspace.of('hello');
  const messages = new Set<string>();
  // Fewer than node itself needs, up to enough for a build.
  for (let limit = 20; limit <= 44; limit += 2) {
    const command = `ulimit -n ${String(limit)}; tool build plugin`;
    const { exitCode, stdout, stderr } = await workspace.shell(command, {}, toolOnNode);
    if (exitCode === 0) continue;
    assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' }, stderr);
    assert.match(
      stderr,
      /^gorename-plugin: [^\n]*(EMFILE[^\n]*'\/|cannot run go: EMFILE)[^\n]*\n[^\n]*ulimit -n[^\n]*$/,
    );
    messages.add(stderr);
  }
  assert.ok(messages.size >= 2, [...messages].join('\n'));
});

test('an output file that may not grow is named in the error', async () => {
  const workspace = Workspace.of('hello');
  // In `build` the compiler may reach the limit first, and the executable reaches it when it loads the parser.
  const command = 'ulimit -f 1; tool rewrite plugin --out tree';
  const { exitCode, stderr } = await workspace.shell(command, {}, toolOnNode);
  assert.equal(exitCode, 2, stderr);
  assert.match(
    stderr,
    /^gorename-plugin: EFBIG: [^\n]*'\/[^\n]*'\nRaise the limit of file sizes \(`ulimit -f`\)\.$/,
  );
  await workspace.assertNothingLeft();
});

test('a file on a full disk is named in the error', async () => {
  const { writeFile } = await import('../../../src/store/writeFile.js');
  const { describeFailure } = await import('../../../src/report/describeFailure.js');
  assert.throws(
    () => {
      writeFile('/dev/full', 'text');
    },
    (error) => {
      const { message, advice } = describeFailure(error, '/');
      assert.match(message, /^ENOSPC: .*'\/dev\/full'$/);
      assert.match(advice ?? '', /gorename-plugin clean/);
      return true;
    },
  );
});
