/** `build --watch`. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { tempDir } from '../../support/files.js';
import { toolCommand } from '../../support/process.js';
import { Workspace } from './workspace.js';

const SECONDS = 120;

/** A running `build --watch`. */
class Watching {
  #shown = '';
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;

  constructor(
    readonly workspace: Workspace,
    args: string[],
    t: TestContext,
  ) {
    const { cwd, env } = workspace.options({});
    const [program, ...first] = toolCommand;
    const child = spawn(program, [...first, 'build', ...args, '--watch'], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    child.stderr.on('data', (text: Buffer) => (this.#shown += text.toString()));
    this.#child = child;
    this.#exited = once(child, 'exit');
  }

  /** What it prints until it waits again. */
  async next(): Promise<string> {
    for (let tries = 0; tries < SECONDS * 20; tries++) {
      const [text = '', ...rest] = this.#shown.split('watching for changes; Ctrl-C ends it\n');
      if (rest.length > 0) {
        this.#shown = rest.join('watching for changes; Ctrl-C ends it\n');
        return text;
      }
      assert.equal(this.#child.exitCode, null, this.#shown);
      await setTimeout(50);
    }
    throw new Error(`nothing more is shown after ${this.#shown}`);
  }

  /** Waits until a build prints what matches; several builds may follow from one change. */
  async until(expected: RegExp): Promise<void> {
    for (let builds = 0; builds < 5; builds++) if (expected.test(await this.next())) return;
    throw new Error(`no build printed ${String(expected)}`);
  }

  /** Ctrl-C. */
  async end(): Promise<void> {
    // Its own output is not a change.
    await setTimeout(500);
    assert.equal(this.#shown, '');
    this.#child.kill('SIGINT');
    assert.deepEqual(await this.#exited, [null, 'SIGINT']);
    await this.workspace.assertNothingLeft();
  }
}

test('build --watch builds again after an edit, shows an error and goes on, and ends with Ctrl-C', async (t) => {
  const workspace = Workspace.of('hello');
  const watching = new Watching(workspace, ['./plugin', '-o', 'plugin/out/x.so'], t);
  const greet = (result: string): void => {
    const source = `package greet\n\nfunc Hello() string { return ${result} }\n`;
    workspace.write({ 'plugin/greet/greet.go': source });
  };
  const built = /^plugin\/out\/x\.so \d\.\d MB: .*; verified; \d+\.\d s\n$/;
  const has = (text: string): boolean => readFileSync(workspace.path('plugin/out/x.so')).includes(text);
  assert.match(await watching.next(), built);

  greet('"first edit"');
  assert.match(await watching.next(), built);
  assert.ok(has('first edit'));

  greet('"not Go');
  assert.match(await watching.next(), /^gorename-plugin: .*plugin\/greet\/greet\.go:3:/s);
  assert.ok(has('first edit'));

  greet('"second edit"');
  assert.match(await watching.next(), built);
  assert.ok(has('second edit'));
  await watching.end();
});

test('build --watch follows what gorename.yaml, go.mod and go.work name from now on, and files that are replaced', async (t) => {
  const workspace = Workspace.of('hello', { 'gorename.yaml': 'plugins: [plugin]\n' });
  // The dependency is outside of the directory of the file.
  const outside = tempDir();
  const lib = (text: string): void => {
    // As many editors write.
    writeFileSync(join(outside, 'dep.go.new'), `package dep\n\nconst Name = "${text}"\n`);
    renameSync(join(outside, 'dep.go.new'), join(outside, 'dep.go'));
  };
  writeFileSync(join(outside, 'go.mod'), 'module example.com/dep\n\ngo 1.18\n');
  lib('outside');
  const watching = new Watching(workspace, [], t);
  const has = (text: string): boolean => readFileSync(workspace.path('plugin.so')).includes(text);
  const built = /^plugin\.so .*; verified/m;
  await watching.until(built);

  const goMod = readFileSync(workspace.path('plugin/go.mod'), 'utf8');
  workspace.write({ 'plugin/go.mod': goMod.replace('../dep', outside) });
  await watching.until(built);
  assert.ok(has('outside'));
  for (const text of ['edited once', 'edited twice']) {
    lib(text);
    await watching.until(built);
    assert.ok(has(text), text);
  }

  workspace.write({ 'plugin/go.mod': `${goMod}replace\n` });
  await watching.until(/^gorename-plugin: .*go\.mod:/ms);
  workspace.write({ 'plugin/go.mod': goMod });
  await watching.until(built);

  workspace.write({ 'gorename.yaml': 'plugins: [plugin, other' });
  await watching.until(/^gorename-plugin: gorename\.yaml:1:/);
  workspace.write({ 'gorename.yaml': 'plugins: [plugin, other]\n' });
  await watching.until(/^other\.so .*; verified/m);
  const main = readFileSync(workspace.path('other/main.go'), 'utf8');
  workspace.write({ 'other/main.go': `${main}\nvar Edited = 1\n` });
  await watching.until(/^other\.so .*; verified/m);

  // A directory that vanishes, as with git checkout, and comes back.
  renameSync(workspace.path('other'), join(outside, 'other'));
  await watching.until(/^gorename-plugin: other: no such directory/m);
  renameSync(join(outside, 'other'), workspace.path('other'));
  await watching.until(/^other\.so (?:.*; verified|is up to date)/m);
  workspace.write({ 'other/main.go': `${main}\nvar EditedAgain = 1\n` });
  await watching.until(/^other\.so .*; verified/m);
  await watching.end();
});

test('--watch is refused together with what is for one build', async () => {
  const workspace = Workspace.of('hello');
  assert.equal(
    await workspace.refused(['build', './plugin', '--watch', '--dry-run']),
    '--dry-run cannot be combined with --watch\nLeave one of them out.',
  );
});
