/** What a terminal shows of a build, and what it does not show in a pipe. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from '../../support/files.js';
import { runOnTerminal, type Shown } from '../../support/pty.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello');

function build(args: string[], env: Record<string, string> = {}, columns?: number): Promise<Shown> {
  const shown = columns === undefined ? {} : { columns };
  return runOnTerminal(['build', ...args], { ...workspace.options({ env }), ...shown });
}

const BUILT = /^a\.so \d\.\d MB: 3 packages renamed, \d+ standard; verified; \d+\.\d s$/;

test('a cold build shows what it compiles in one line, ends with another, and the next one says that nothing was done', async () => {
  await settle();
  const first = await build(['./plugin', '-o', 'a.so']);
  assert.equal(first.exitCode, 0, first.screen);
  assert.match(first.screen, BUILT);
  const compiling = first.lastLines.filter((line) => line.includes('compiling'));
  assert.match(
    compiling.at(-1) ?? '',
    /^\d+ s {2}compiling 3 of at most \d+ packages: example\.com\/hello\/plugin$/,
  );
  assert.ok(!first.raw.includes('[?25l'), 'the cursor is not hidden');
  assert.equal((await build(['./plugin', '-o', 'a.so'])).screen, 'a.so is up to date');
});

test('a narrow terminal gets one line that fits; TERM=dumb, -q, --dry-run and a pipe get none', async () => {
  workspace.write({ 'plugin/greet/more.go': 'package greet\n\nfunc More() {}\n' });
  const narrow = await build(['./plugin', '-o', 'narrow.so'], {}, 24);
  assert.ok(
    narrow.lastLines.some((line) => /^\d+ s {2}compiling \d+ of at ?$/.test(line)),
    narrow.raw,
  );
  assert.ok(narrow.lastLines.filter((line) => / s {2}/.test(line)).every((line) => line.length < 24));
  for (const [env, ...args] of [
    [{ TERM: 'dumb' }, '-o', 'dumb.so'],
    [{}, '-o', 'q.so', '-q'],
    [{}, '--dry-run'],
  ] as const) {
    const { raw, screen } = await build(['./plugin', ...args], env);
    assert.ok(!raw.includes('compiling') && !raw.includes('\x1b'), raw);
    if (args.includes('-q' as never)) assert.equal(screen, '');
  }
  assert.equal(await workspace.done(['build', './plugin', '-o', 'pipe.so']), '');
  assert.equal(await workspace.done(['build', './plugin', '-o', 'pipe.so']), '');
});

test('several plugins: one line for all, then a line for each, and which one failed', async () => {
  const good = await build(['./plugin', './other', '-o', 'out/']);
  assert.equal(good.exitCode, 0, good.screen);
  assert.match(good.screen, /^out\/plugin\.so .*; verified; .*\nout\/other\.so .*; verified; .* s$/);
  assert.ok(
    good.lastLines.some((line) => /^\d+ s {2}\d of 2 done; (plugin|other): compiling/.test(line)),
    good.raw,
  );
  workspace.write({ 'other/main.go': 'package main\n\nfunc Broken() int { return "no" }\n' });
  const bad = await build(['./plugin', './other', '-o', 'out/']);
  assert.equal(bad.exitCode, 2);
  assert.match(bad.screen, /^out\/plugin\.so is up to date\nother failed\ngorename-plugin: go build failed/);
});

test('Ctrl-C ends a build at once and removes the line', async () => {
  const slow = { 'toolexec.sh': '#!/bin/sh\ncase "$1" in */link) sleep 60;; esac\nexec "$@"\n' };
  const stopped = Workspace.of('hello', slow);
  const startedAt = performance.now();
  const { screen, exitCode } = await runOnTerminal(
    ['build', './plugin', '--', `-toolexec=sh ${stopped.path('toolexec.sh')}`],
    { ...stopped.options({}), stop: /compiling \d+ of/ },
  );
  assert.ok(performance.now() - startedAt < 50_000);
  // The terminal itself shows ^C behind the line, and it disappears with it.
  assert.deepEqual({ screen, exitCode }, { screen: '', exitCode: 130 });
  await stopped.assertNothingLeft();
});
