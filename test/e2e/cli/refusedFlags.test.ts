/** Flags that cannot be passed on are refused before anything is compiled, wherever they are given. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { Workspace } from './workspace.js';

const PLUGIN_PATH =
  /^-ldflags -{1,2}pluginpath=plug_17 cannot be passed to go build here: .*\nLeave it out: different builds already have different plugin paths\./;

for (const [where, args, env] of [
  ['behind --', ['--', '-ldflags', '-s -pluginpath=plug_17'], {}],
  ['behind --, with a pattern and two dashes', ['--', '-ldflags=all=--pluginpath=plug_17 -s'], {}],
  ['in an earlier -ldflags', ['--', '-ldflags=-pluginpath=plug_17', '-ldflags=-s'], {}],
  ['in GOFLAGS', [], { GOFLAGS: '-ldflags=-pluginpath=plug_17' }],
] as const) {
  for (const command of [
    ['build', 'plugin', '-o', 'x.so'],
    ['rewrite', 'plugin', '--out', 'tree'],
  ]) {
    test(`${command[0] ?? ''}: -pluginpath is refused ${where}`, async () => {
      const workspace = Workspace.of('hello');
      assert.match(await workspace.refused([...command, ...args], { env }), PLUGIN_PATH);
      for (const output of ['x.so', 'tree']) assert.equal(existsSync(workspace.path(output)), false);
    });
  }
}

test('build modes that contradict each other are refused; one that is repeated is not', async () => {
  const workspace = Workspace.of('hello');
  const twice = (second: string): string[] => [
    'build',
    'plugin',
    '--dry-run',
    '--buildmode',
    'plugin',
    '--buildmode',
    second,
  ];
  assert.match(
    await workspace.refused(twice('c-shared')),
    /^--buildmode is given twice: plugin and c-shared\n/,
  );
  await workspace.done(twice('plugin'));
});

for (const command of ['verify', 'probe']) {
  test(`${command} refuses a missing file, and a directory`, async () => {
    const workspace = Workspace.of('hello');
    assert.match(
      await workspace.refused([command, 'missing.so']),
      /^missing\.so: no such file\nName a built plugin/,
    );
    assert.match(
      await workspace.refused([command, 'plugin']),
      /^plugin is a directory, not a built plugin\nName the file of the built plugin in it\. To build .*: gorename-plugin build plugin$/,
    );
  });
}
