/** `build --watch`. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { toolCommand } from '../../support/process.js';
import { Workspace } from './workspace.js';

const SECONDS = 120;

test('build --watch builds again after an edit, shows an error and goes on, and ends with Ctrl-C', async (t) => {
  const workspace = Workspace.of('hello');
  const { cwd, env } = workspace.options({});
  const [program, ...first] = toolCommand;
  const child = spawn(program, [...first, 'build', './plugin', '-o', 'plugin/out/x.so', '--watch'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  let shown = '';
  child.stderr.on('data', (text: Buffer) => (shown += text.toString()));
  /** What it prints until it waits again. */
  const next = async (): Promise<string> => {
    for (let tries = 0; tries < SECONDS * 20; tries++) {
      const [text = '', ...rest] = shown.split('watching for changes; Ctrl-C ends it\n');
      if (rest.length > 0) {
        shown = rest.join('');
        return text;
      }
      assert.equal(child.exitCode, null, shown);
      await setTimeout(50);
    }
    throw new Error(`nothing more is shown after ${shown}`);
  };
  const greet = (result: string): void => {
    const source = `package greet\n\nfunc Hello() string { return ${result} }\n`;
    workspace.write({ 'plugin/greet/greet.go': source });
  };
  const built = /^plugin\/out\/x\.so \d\.\d MB: .*; verified; \d+\.\d s\n$/;
  const has = (text: string): boolean => readFileSync(workspace.path('plugin/out/x.so')).includes(text);
  assert.match(await next(), built);

  greet('"first edit"');
  assert.match(await next(), built);
  assert.ok(has('first edit'));

  greet('"not Go');
  assert.match(await next(), /^gorename-plugin: .*plugin\/greet\/greet\.go:3:/s);
  assert.ok(has('first edit'));

  greet('"second edit"');
  assert.match(await next(), built);
  assert.ok(has('second edit'));

  // Its own output is not a change.
  await setTimeout(500);
  assert.equal(shown, '');
  child.kill('SIGINT');
  assert.deepEqual(await exited, [null, 'SIGINT']);
  await workspace.assertNothingLeft();
});

test('--watch is refused together with what is for one build', async () => {
  const workspace = Workspace.of('hello');
  assert.equal(
    await workspace.refused(['build', './plugin', '--watch', '--dry-run']),
    '--dry-run cannot be combined with --watch\nLeave one of them out.',
  );
});
