/**
 * After an edit that leaves imports and directives alone, the go command is not asked again what a build consists of;
 * after any other it is. Each plan is compared with that of an empty work directory.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { settle, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { run } from '../../support/process.js';
import { findProgram } from '../../support/programs.js';
import { setUp } from '../../support/setUp.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello', {
  'plugin/main.go': [
    '// A plugin with a package and two dependencies, one of them in the module cache.',
    'package main',
    '',
    'import (',
    '\t"example.com/cached"',
    '\t"example.com/hello/plugin/greet"',
    '\t"example.com/hello/plugin/data"',
    ')',
    '',
    'func Answer() string { return greet.Hello() + cached.Name + data.Text() }',
    '',
    'func main() {}',
    '',
  ].join('\n'),
  'plugin/go.mod': [
    'module example.com/hello/plugin',
    '',
    'go 1.18',
    '',
    'require (',
    '\texample.com/cached v1.0.0',
    '\texample.com/dep v0.0.0',
    ')',
    '',
    'replace example.com/dep => ../dep',
    '',
  ].join('\n'),
  'plugin/data/data.go': [
    'package data',
    '',
    'import "embed"',
    '',
    'func Text() string { return Version }',
    '',
    '//go:embed *.txt',
    'var files embed.FS',
    '',
  ].join('\n'),
  'plugin/data/one.txt': 'one\n',
  'plugin/data/version.go': '//go:build !other\n\npackage data\n\nconst Version = "this"\n',
  'plugin/data/other.go': '//go:build other\n\npackage data\n\nconst Version = "other"\n',
  'modules/example.com/cached@v1.0.0/go.mod': 'module example.com/cached\n\ngo 1.18\n',
  'modules/example.com/cached@v1.0.0/cached.go': 'package cached\n\nconst Name = "cached"\n',
});
const plugin = (...names: string[]): string => workspace.path('plugin', ...names);
const bin = tempDir();
const asked = join(tempDir(), 'asked');
const config = join(tempDir(), 'env');
const proxy = setUpProxy(workspace.path('modules'));
const environment = {
  ...proxy,
  PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  GOENV: config,
};

setUp(async () => {
  writeFileSync(join(bin, 'go'), `#!/bin/sh\necho "$*" >> '${asked}'\nexec ${findProgram('go')} "$@"\n`);
  await chmod(join(bin, 'go'), 0o755);
  writeFileSync(config, '');
  const tidied = await run('go', ['mod', 'tidy'], { cwd: plugin(), env: environment });
  assert.equal(tidied.exitCode, 0, tidied.stderr);
  await remember();
});

/** A build, whose answers from the go command are kept. */
async function remember(options: string[] = []): Promise<void> {
  await settle();
  const args = ['build', './plugin', '-o', workspace.path('plugin.so'), ...options, '--', '-trimpath'];
  const { exitCode, stderr } = await workspace.run(args, { env: environment });
  assert.equal(exitCode, 0, stderr);
}

interface Planned {
  env?: Record<string, string>;
  flags?: string[];
  options?: string[];
}

/** Whether go was asked for a plan. */
async function plan(planned: Planned = {}): Promise<boolean> {
  return (await questions(planned)).length > 0;
}

/**
 * Plans the plugin with what is known, and knowing nothing; both must come to the same.
 * @returns the arguments of each go command, without those of the go command that go env names.
 */
async function questions({ env = {}, flags = [], options = [] }: Planned): Promise<string[]> {
  const args = ['build', './plugin', '--dry-run', '--json', '--prefix', 't_{hash}', ...options];
  const planned = async (cache: string): Promise<unknown> => {
    const variables = { ...environment, ...env, GORENAME_PLUGIN_CACHE: cache };
    const command = [...args, '--', '-trimpath', ...flags];
    const { exitCode, stdout, stderr } = await workspace.run(command, { env: variables });
    assert.equal(exitCode, 0, stderr);
    return { ...(JSON.parse(stdout) as object), timings: {} };
  };
  rmSync(asked, { force: true });
  const warm = await planned(workspace.cache);
  const lines = existsSync(asked) ? readFileSync(asked, 'utf8').trimEnd().split('\n') : [];
  assert.deepEqual(warm, await planned(tempDir()));
  return lines;
}

/** Changes files (path below the workspace -> new content, undefined to remove) for as long as `during` runs. */
async function changing(
  files: Record<string, string | undefined>,
  during: () => Promise<void>,
): Promise<void> {
  const before = Object.keys(files).map((path): [string, string | undefined] => {
    const file = workspace.path(path);
    return [path, existsSync(file) ? readFileSync(file, 'utf8') : undefined];
  });
  const write = ([path, content]: [string, string | undefined]): void => {
    if (content === undefined) rmSync(workspace.path(path));
    else writeFileSync(workspace.path(path), content);
  };
  Object.entries(files).forEach(write);
  try {
    await during();
  } finally {
    before.forEach(write);
  }
}

const text = (path: string): string => readFileSync(workspace.path(path), 'utf8');

test('go list is not run again when nothing changed, nor after an edit of a function body', async () => {
  assert.equal(await plan(), false);
  const edits = {
    'plugin/main.go': text('plugin/main.go').replace('greet.Hello()', 'greet.Hello() + "!"'),
    'plugin/greet/greet.go': `${text('plugin/greet/greet.go')}\nvar Added = 1\n`,
    'dep/dep.go': text('dep/dep.go').replace('"world"', '"you"'),
    'plugin/data/one.txt': 'another text\n',
  };
  await changing(edits, async () => {
    assert.equal(await plan(), false);
  });
});

/** What makes the go command answer otherwise. */
const CHANGES: Record<string, () => Record<string, string | undefined>> = {
  'a further import': () => ({
    'plugin/greet/greet.go': text('plugin/greet/greet.go').replace('import ', 'import _ "net/url"\nimport '),
  }),
  "a dependency's import": () => ({
    'dep/dep.go': text('dep/dep.go').replace('package dep', 'package dep\n\nimport _ "net/url"'),
  }),
  'a new source': () => ({ 'plugin/new.go': 'package main\n\nvar New = 1\n' }),
  'a source taken away': () => ({ 'plugin/data/other.go': undefined }),
  'a new source of a dependency': () => ({ 'dep/new.go': 'package dep\n\nvar New = 1\n' }),
  'a new header': () => ({ 'plugin/data/new.h': '// a header\n' }),
  'a build constraint lifted': () => ({
    'plugin/data/other.go': 'package data\n\nconst Other = "other"\n',
  }),
  'a build constraint': () => ({
    'plugin/data/version.go': text('plugin/data/version.go').replace('!other', 'other'),
    'plugin/data/other.go': text('plugin/data/other.go').replace('other', '!other'),
  }),
  'a further file that is embedded': () => ({ 'plugin/data/two.txt': 'two\n' }),
  'another pattern of files to embed': () => ({
    'plugin/data/data.go': text('plugin/data/data.go').replace('*.txt', '*.go'),
  }),
};

/** The same in files whose times show changes: afterwards they count as changed once more. */
const MODULE_CHANGES: typeof CHANGES = {
  'the go line': () => ({ 'plugin/go.mod': text('plugin/go.mod').replace('go 1.18', 'go 1.20') }),
  "a dependency's go line": () => ({ 'dep/go.mod': text('dep/go.mod').replace('go 1.18', 'go 1.20') }),
  'a go.work above': () => ({ 'go.work': 'go 1.18\n\nuse ./plugin\nuse ./dep\n' }),
};

for (const [what, change] of Object.entries({ ...CHANGES, ...MODULE_CHANGES })) {
  test(`go list is run again: ${what}`, async () => {
    await changing(change(), async () => {
      assert.equal(await plan(), true);
    });
    if (what in MODULE_CHANGES) await remember();
    assert.equal(await plan(), false, 'as it was');
  });
}

test("go list is run again after a change of flags, variables or go's configuration", async () => {
  assert.equal(await plan({ flags: ['-tags=other'] }), true);
  assert.equal(await plan({ env: { GOFLAGS: '-tags=other' } }), true);
  assert.equal(await plan({ env: { GOAMD64: 'v2' } }), true);
  writeFileSync(config, 'GOFLAGS=-tags=other\n');
  assert.equal(await plan(), true);
  await remember();
  assert.equal(await plan(), false);
});

test('a changed source in the module cache is read again, whatever its time and size', async () => {
  const file = join(proxy['GOMODCACHE'] ?? '', 'example.com/cached@v1.0.0/cached.go');
  const { mtime } = statSync(file);
  await chmod(file, 0o644);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"cached"', '"edited"'));
  utimesSync(file, mtime, mtime);
  assert.equal(await plan(), false);
});

test('a file that is gone from the module cache is downloaded again', async () => {
  const cached = join(proxy['GOMODCACHE'] ?? '', 'example.com');
  await chmod(cached, 0o755);
  await chmod(join(cached, 'cached@v1.0.0'), 0o755);
  renameSync(join(cached, 'cached@v1.0.0'), join(tempDir(), 'away'));
  assert.equal(await plan(), true);
  assert.equal(await plan(), true, 'the directory is another one');
});

test('a change in a vendored package is noticed', async () => {
  const vendored = await run('go', ['mod', 'vendor'], { cwd: plugin(), env: environment });
  assert.equal(vendored.exitCode, 0, vendored.stderr);
  await remember();
  assert.equal(await plan(), false);
  const file = 'plugin/vendor/example.com/cached/cached.go';
  await changing({ [file]: text(file).replace('"cached"', '"vendored"') }, async () => {
    assert.equal(await plan(), false);
  });
  await changing(
    { [file]: text(file).replace('package cached', 'package cached\n\nimport _ "net/url"') },
    async () => {
      assert.equal(await plan(), true);
    },
  );
  await changing(
    { 'plugin/vendor/example.com/cached/new.go': 'package cached\n\nvar New = 1\n' },
    async () => {
      assert.equal(await plan(), true);
    },
  );
});

test('with a host, go is asked for GOFLAGS; all else is known while host, compilers and imports stay the same', async () => {
  workspace.write({
    'host/go.mod': 'module example.com/host\n\ngo 1.18\n',
    'host/main.go': 'package main\n\nimport _ "plugin"\n\nfunc main() {}\n',
  });
  const host = workspace.path('host', 'host');
  const options = ['--host', host];
  const build = async (...flags: string[]): Promise<void> => {
    await goBuild(workspace.path('host'), host, flags);
    await remember(options);
  };
  const KNOWN = ['env GOFLAGS'];
  const again = async (): Promise<string[]> =>
    (await questions({ options })).map((line) => line.replace(host, 'HOST'));
  await build('-trimpath');
  assert.deepEqual(await again(), KNOWN);
  const edited = text('plugin/main.go').replace('greet.Hello()', 'greet.Hello() + "!"');
  await changing({ 'plugin/main.go': edited }, async () => {
    assert.deepEqual(await again(), KNOWN);
  });
  await changing(CHANGES['a further import']?.() ?? {}, async () => {
    assert.deepEqual(await again(), [...KNOWN, 'env -json']);
  });
  assert.equal(await plan(), false, 'builds without a host have a separate record');
  await goBuild(workspace.path('host'), host, ['-trimpath', '-gcflags=all=-l']);
  assert.deepEqual(await again(), ['version -m HOST', ...KNOWN, 'env -json']);
  await remember(options);
  assert.deepEqual(await again(), KNOWN);
  writeFileSync(join(bin, 'gcc'), '#!/bin/sh\nexec /usr/bin/gcc "$@"\n', { mode: 0o755 });
  assert.deepEqual(await again(), [...KNOWN, 'env -json']);
  rmSync(join(bin, 'gcc'));
});

test('a list of packages that was made for a tree without a compiler does not spare a build the look at the compiler', async () => {
  const env = { ...environment, GOARCH: 'arm64', CGO_ENABLED: '1', CC: 'gcc' };
  await settle();
  const written = await workspace.run(['rewrite', './plugin', '--out', workspace.path('tree')], { env });
  assert.equal(written.exitCode, 0, written.stderr);
  const built = await workspace.run(['build', './plugin', '-o', workspace.path('arm.so')], { env });
  assert.match(
    built.stderr,
    /^gorename-plugin: the C compiler gcc compiles for amd64, but GOARCH is arm64\n/,
  );
});
