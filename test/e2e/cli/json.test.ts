/** --json: one document on standard output, whatever happens. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Workspace } from './workspace.js';

interface Document {
  output?: string;
  prefix?: string;
  error?: { message: string; advice: string | null };
}

/** What a run prints on standard output as JSON, all of it. */
async function documentOf(workspace: Workspace, args: string[], exitCode: number): Promise<unknown> {
  const outcome = await workspace.run(args);
  assert.equal(outcome.exitCode, exitCode, outcome.stderr);
  await workspace.assertNothingLeft();
  return JSON.parse(outcome.stdout);
}

test('build --json of a build without errors prints one document that follows the schema', async () => {
  const workspace = Workspace.of('hello');
  const document = (await documentOf(workspace, ['build', 'plugin', '--json', '-v'], 0)) as Document;
  assert.equal(document.output, workspace.path('plugin.so'));
  assert.match(document.prefix ?? '', /^t_\d+_[0-9a-f]{8}$/);
  assert.equal('error' in document, false);
});

test('build --json of several plugins, the last of them broken, prints the finished ones, then the error', async () => {
  const workspace = Workspace.of('hello', { 'other/main.go': 'package main\n\nvar x int = ""\n' });
  const documents = await documentOf(workspace, ['build', 'plugin', 'other', '--json'], 2);
  // If the first one fails as well, there is one document, and it says why.
  assert(Array.isArray(documents), JSON.stringify(documents));
  const [good, bad] = documents as Document[];
  assert.equal(good?.output, workspace.path('plugin.so'));
  assert.deepEqual(Object.keys(bad ?? {}), ['formatVersion', 'error']);
  assert.match(
    bad?.error?.message ?? '',
    /^go build failed with go1\.[\w.]+:\n# example\.com\/hello\/other\nother\/main\.go:3:/,
  );
});

for (const [what, args, error] of [
  [
    'no such directory',
    ['build', 'nowhere', '--json'],
    { message: 'nowhere: no such directory', advice: "Name the directory of a plugin's main package." },
  ],
  [
    'an unknown flag',
    ['build', 'plugin', '--json', '--foo'],
    {
      message: 'unknown flag --foo',
      advice: 'See `gorename-plugin build --help`.',
    },
  ],
  [
    'a bad flag of go build',
    ['build', 'plugin', '--json', '--', '-foo'],
    {
      message: 'go build has no flag -foo',
      advice: '`go help build` lists the flags that may follow `--`.',
    },
  ],
  [
    'rewrite',
    ['rewrite', 'nowhere', '--out', 'x', '--json'],
    { message: 'nowhere: no such directory', advice: "Name the directory of a plugin's main package." },
  ],
  [
    'verify',
    ['verify', process.execPath, '--json'],
    {
      message: `${process.execPath} is not a Go plugin: it records no package hashes`,
      advice: 'Build it with `gorename-plugin build`, or with `go build -buildmode=plugin`.',
    },
  ],
] as const) {
  test(`--json reports a failure: ${what}`, async () => {
    const workspace = Workspace.of('hello');
    assert.deepEqual(await documentOf(workspace, [...args], 2), { formatVersion: 1, error });
  });
}

test('--json after -- is not an option of this tool', async () => {
  const workspace = Workspace.of('hello');
  assert.equal(
    await workspace.refused(['build', 'plugin', '--', '--json']),
    '-json cannot be passed to go build here\nUse --json before the `--`.',
  );
});

test('rewrite --json prints a document with the command that builds the tree', async () => {
  const workspace = Workspace.of('hello');
  const document = (await documentOf(
    workspace,
    ['rewrite', 'plugin', '--out', 'x', '--json'],
    0,
  )) as Document;
  assert.equal(document.output, join(workspace.dir, 'x'));
});
