/** The include file for make: what it builds, and how often. */
import assert from 'node:assert/strict';
import { appendFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { test } from 'node:test';
import { settle } from '../../support/files.js';
import { runTool, toolCommand } from '../../support/process.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello', {
  Makefile: `include $(shell $(GORENAME_PLUGIN) makefile)
plugins: plugin.so other.so
`,
});

/** Runs make; returns how many plugins it has the tool build, and how many of them are new files. */
async function make(...args: string[]): Promise<{ started: number; built: number }> {
  const inode = (name: string): bigint | undefined =>
    statSync(workspace.path(name), { bigint: true, throwIfNoEntry: false })?.ino;
  const names = ['plugin.so', 'other.so'];
  const before = names.map(inode);
  const tool = toolCommand.join(' ');
  await settle();
  const { exitCode, stdout, stderr } = await workspace.shell(
    `make GORENAME_PLUGIN='${tool}' ${args.join(' ')}`,
  );
  assert.equal(exitCode, 0, stderr);
  const after = names.map(inode);
  return {
    started: stdout.match(/ --depfile /g)?.length ?? 0,
    built: after.filter((one, index) => one !== before[index]).length,
  };
}

const NOTHING = { started: 0, built: 0 };

test('make builds plugins exactly when something that they are made of has changed', async () => {
  assert.deepEqual(await make('-j2'), { started: 2, built: 2 });
  assert.deepEqual(await make(), NOTHING);
  assert.deepEqual(await make('-j2'), NOTHING);
  appendFileSync(workspace.path('dep/dep.go'), '\n// edited\n');
  assert.deepEqual(await make('-j2'), { started: 2, built: 2 });
  assert.deepEqual(await make(), NOTHING);
  appendFileSync(workspace.path('plugin/greet/greet.go'), '\n// edited\n');
  assert.deepEqual(await make(), { started: 1, built: 1 });
  workspace.write({ 'other/new.go': 'package main\n' });
  assert.deepEqual(await make(), { started: 1, built: 1 });
  assert.deepEqual(await make(), NOTHING);
});

test('make starts the tool once if only the time of an output is old', async () => {
  const { mtime } = statSync(workspace.path('plugin/main.go'));
  // As after a restored backup.
  utimesSync(workspace.path('plugin.so'), mtime, new Date(mtime.getTime() - 5000));
  assert.equal((await make()).started, 1);
  assert.deepEqual(await make(), NOTHING);
});

test('make has the tool look at a plugin that was built without it, once', async () => {
  rmSync(workspace.path('plugin.so.d'));
  appendFileSync(workspace.path('plugin/greet/greet.go'), '\n// edited\n');
  await workspace.done(['build', './plugin', '-o', 'plugin.so']);
  appendFileSync(workspace.path('plugin/greet/greet.go'), '\n// edited again\n');
  utimesSync(workspace.path('plugin.so'), new Date(), new Date());
  assert.deepEqual(await make(), { started: 1, built: 1 });
  assert.deepEqual(await make(), NOTHING);
});

test('--depfile refuses other files, the output and --dry-run', async () => {
  const refused = (...args: string[]): Promise<string> => workspace.refused(['build', './plugin', ...args]);
  assert.match(await refused('--depfile', 'Makefile'), /^cannot write Makefile: it already exists/);
  assert.match(await refused('--depfile', 'new.so', '-o', 'new.so'), /^cannot write new\.so: /);
  assert.match(
    await refused('--depfile', 'a.d', '--dry-run'),
    /^--depfile cannot be combined with --dry-run/,
  );
});

test('makefile prints the path of a file that make can include', async () => {
  const { stdout } = await runTool(['makefile']);
  assert.match(stdout, /^\/.*gorename-plugin.*\.mk$/);
  assert(statSync(stdout.trim()).isFile());
});
