/** Where plugins go, and what is printed besides. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { snapshotTree } from '../../support/files.js';
import { buildLoader, go } from '../../support/go.js';
import { startHeldBuild } from './heldBuild.js';
import { Workspace } from './workspace.js';

const refusedAt = 'Choose another path with -o.';

test('without -o, the output has the name that go build gives it: the last element of the import path, without /vN', async () => {
  const workspace = Workspace.of('many');
  await mkdir(workspace.path('out'));
  for (const dir of ['one', 'two/v2']) {
    await workspace.done(['build', `../plugins/${dir}`], { cwd: workspace.path('out') });
  }
  const named = await readdir(workspace.path('out'));
  assert.deepEqual(named, ['one.so', 'two.so']);

  for (const dir of ['one', 'two/v2']) {
    await go(workspace.path(), ['build', '-buildmode=plugin', `./plugins/${dir}`]);
  }
  assert.deepEqual(
    (await readdir(workspace.dir)).filter((name) => name.endsWith('.so')),
    named,
  );
});

test('a glob builds each main package that it matches into a new directory, and the plugins load', async () => {
  const workspace = Workspace.of('many');
  await workspace.done(['build', 'plugins/**', '-o', 'new/plugins/']);
  const files = ['one.so', 'two.so'].map((name) => workspace.path('new/plugins', name));
  assert.deepEqual((await readdir(workspace.path('new/plugins'))).sort(), ['one.so', 'two.so']);
  const answers = await (await buildLoader())(files);
  assert.deepEqual(
    answers.map(({ answer }) => answer),
    ['one', 'two'],
  );
});

test('several directories are built as several plugins; one failure does not undo the others', async () => {
  const workspace = Workspace.of('hello', {
    'other/main.go': 'package main\n\nfunc Answer() int { return "" }\n',
  });
  await mkdir(workspace.path('out'));
  const { exitCode, stdout, stderr } = await workspace.run(['build', 'plugin', 'other', '-o', 'out']);
  assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' });
  assert.match(
    stderr,
    /^gorename-plugin: go build failed with go1\.[\w.]+:\n# example\.com\/hello\/other\nother\/main\.go:3:/,
  );
  assert.deepEqual(await readdir(workspace.path('out')), ['plugin.so']);
});

test('two plugins with the same name are refused, so that neither overwrites the other', async () => {
  const workspace = Workspace.of('hello', {
    'other/go.mod': 'module example.com/other/plugin\n\ngo 1.18\n',
    'other/main.go': 'package main\n',
  });
  const { exitCode, stderr } = await workspace.run(['build', 'plugin', 'other', '-o', 'out/']);
  assert.deepEqual(
    { exitCode, stderr },
    {
      exitCode: 2,
      stderr:
        'gorename-plugin: cannot write out/plugin.so: it is already the output of another plugin\nPass a different -o for each.',
    },
  );
});

test('missing directories of -o are created, but not if the build fails', async () => {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', 'plugin', '-o', 'a/b/x.so']);
  assert.deepEqual(await readdir(workspace.path('a/b')), ['x.so']);
  workspace.write({ 'plugin/broken.go': 'package main\n\nvar x int = ""\n' });
  await workspace.refused(['build', 'plugin', '-o', 'c/d/x.so']);
});

test('an existing output is replaced by a new build, and kept when the build fails', async () => {
  const workspace = Workspace.of('hello');
  workspace.write({ 'x.so': '' });
  await workspace.done(['build', 'plugin', '-o', 'x.so']);
  const first = await readFile(workspace.path('x.so'));
  workspace.write({ 'plugin/more.go': 'package main\n\nfunc More() {}\n' });
  await workspace.done(['build', 'plugin', '-o', 'x.so']);
  assert.notDeepEqual(await readFile(workspace.path('x.so')), first);
  workspace.write({ 'plugin/more.go': 'package main\n\nfunc More() { undefined() }\n' });
  await workspace.refused(['build', 'plugin', '-o', 'x.so']);
});

for (const { what, output, says } of [
  { what: 'below a file', output: 'plugin/main.go/x.so', says: 'main.go is not a directory' },
  {
    what: 'that nobody has built',
    output: 'plugin/main.go',
    says: 'it already exists and is not a built file',
  },
  { what: 'in a file system that takes no files', output: '/proc/x.so', says: 'ENOENT' },
  { what: 'that is a device', output: '/dev/zero', says: 'it already exists and is not a built file' },
]) {
  test(`an output ${what} is refused`, async () => {
    const workspace = Workspace.of('hello');
    const message = await workspace.refused(['build', 'plugin', '-o', output]);
    assert.ok(message.startsWith(`cannot write ${output}: `), message);
    assert.ok(message.endsWith(`${says}\n${refusedAt}`), message);
  });
}

test('an existing directory at the path of the plugin or its header is refused before the build', async () => {
  const workspace = Workspace.of('exported', { 'out/exported.so/file': '', 'lib.h/file': '' });
  const toolexec = ['--', '-toolexec=false'];
  assert.equal(
    await workspace.refused(['build', '.', '-o', 'out/', ...toolexec]),
    'cannot write out/exported.so: it is a directory\nRemove it, or pass a file in it with -o.',
  );
  assert.equal(
    await workspace.refused(['build', '.', '--buildmode=c-shared', '-o', 'lib.so', ...toolexec]),
    `cannot write lib.so: its header lib.h is a directory\n${refusedAt}`,
  );
});

test('a directory that appears at the output path during the build is refused', async () => {
  const workspace = Workspace.of('hello', {
    'toolexec.sh': '#!/bin/sh\n[ "${1##*/}" != link ] || mkdir -p "$OUT"\nexec "$@"\n',
  });
  await chmod(workspace.path('toolexec.sh'), 0o755);
  const { exitCode, stderr } = await workspace.run(
    ['build', 'plugin', '-o', 'out/x.so', '--', `-toolexec=${workspace.path('toolexec.sh')}`],
    { env: { OUT: workspace.path('out/x.so') } },
  );
  assert.deepEqual(
    { exitCode, stderr },
    { exitCode: 2, stderr: `gorename-plugin: cannot write out/x.so: EISDIR\n${refusedAt}` },
  );
  assert.deepEqual(await readdir(workspace.path('out')), ['x.so']);
});

test('-o /dev/null discards the plugin, as with go build', async () => {
  const workspace = Workspace.of('hello');
  const before = await snapshotTree(workspace.dir);
  await workspace.done(['build', 'plugin', '-o', '/dev/null']);
  assert.ok((await stat('/dev/null')).isCharacterDevice());
  assert.deepEqual(await snapshotTree(workspace.dir), before);
});

test('when -o is given twice, the last one counts', async () => {
  const workspace = Workspace.of('hello');
  await workspace.done(['build', 'plugin', '-o', 'first.so', '-o', 'last.so']);
  assert.deepEqual(
    [existsSync(workspace.path('first.so')), existsSync(workspace.path('last.so'))],
    [false, true],
  );
});

test('a C library is written with its header, named as go build names it', async () => {
  const workspace = Workspace.of('exported');
  await workspace.done(['build', '.', '--buildmode', 'c-shared', '-o', 'lib/answer.so']);
  await workspace.done(['build', '.', '--buildmode', 'c-archive']);
  assert.deepEqual((await readdir(workspace.path('lib'))).sort(), ['answer.h', 'answer.so']);
  assert.match(await readFile(workspace.path('lib/answer.h'), 'utf8'), /^extern int Answer\(void\);$/m);
  const files = async (): Promise<string[]> =>
    (await readdir(workspace.dir)).filter((name) => /\.(a|h)$/.test(name));
  const named = await files();
  assert.deepEqual(named, ['exported.a', 'exported.h']);

  await go(workspace.dir, ['build', '-buildmode=c-archive', '-o', 'plain/', '.']);
  assert.deepEqual((await readdir(workspace.path('plain'))).sort(), named);
});

test('an executable has no file name extension', async () => {
  const workspace = Workspace.of('exported');
  await workspace.done(['build', '.', '--buildmode', 'exe']);
  assert.ok(((await stat(workspace.path('exported'))).mode & 0o111) !== 0);
});

test('--dry-run shows the plan and writes nothing', async () => {
  const workspace = Workspace.of('hello', { 'go.work': 'go 1.18\n\nuse (\n\t./plugin\n\t./dep\n)\n' });
  const before = await snapshotTree(workspace.dir);
  const plan = await workspace.done(['build', 'plugin', '--dry-run', '-o', 'out/x.so']);
  assert.deepEqual(
    plan
      .split('\n')
      .map((line) => line.replaceAll(/t_\d+_[0-9a-f]{8}/g, 'P').replaceAll(/_[0-9a-f]{8}/g, '_X')),
    [
      'example.com/dep -> P_X/example.com/dep',
      'example.com/hello/plugin -> P_X/example.com/hello/plugin/m_X',
      'example.com/hello/plugin/greet -> P_X/example.com/hello/plugin/greet',
    ],
  );
  assert.deepEqual(await snapshotTree(workspace.dir), before);
  assert.equal(existsSync(workspace.cache), false);
});

test('--dry-run -v shows a unified diff of each rewritten file, and inspect that of one file with reasons', async () => {
  const workspace = Workspace.of('hello');
  const hidden = (text: string): string =>
    text
      .replaceAll(/t_\d+_[0-9a-f]{8}(_[0-9a-f]{8})?/g, 'P')
      .replaceAll(/m_[0-9a-f]{8}/g, 'M')
      .replaceAll(/^ \/\/.*$/gm, ' // …');
  const { exitCode, stdout } = await workspace.run(['build', 'plugin', '--dry-run', '-v']);
  assert.equal(exitCode, 0);
  const [, ...diffs] = hidden(stdout).split(/^(?=--- )/m);
  const ofMain = [
    '--- plugin/main.go',
    '+++ P/example.com/hello/plugin/M/main.go',
    '@@ -1,8 +1,8 @@',
    ' // …',
    ' package main',
    ' ',
    '-import "example.com/hello/plugin/greet"',
    '+import "P/example.com/hello/plugin/greet"',
    ' ',
    ' func Answer() string { return greet.Hello() }',
    ' ',
    ' func main() {}',
  ].join('\n');
  assert.equal(diffs.length, 2);
  assert.match(diffs[0] ?? '', /^--- plugin\/greet\/greet\.go\n/);
  assert.equal(diffs[1], ofMain);
  const reasons = [
    'plugin/main.go: example.com/hello/plugin -> P/example.com/hello/plugin/M',
    '  the plugin itself',
    '  4:8  "example.com/hello/plugin/greet" -> "P/example.com/hello/plugin/greet"',
    "      one of the plugin's own packages",
  ].join('\n');
  assert.equal(hidden(await workspace.done(['inspect', 'plugin/main.go'])), `${reasons}\n\n${ofMain}`);
  assert.match(
    await workspace.done(['inspect', 'dep/dep.go', 'plugin']),
    /^dep\/dep\.go: example\.com\/dep -> t_.*\n {2}third-party package, .*\nThe copy has the same bytes\.$/,
  );
  assert.match(
    await workspace.refused(['inspect', 'other/main.go', 'plugin']),
    /^other\/main\.go is not in the build of /,
  );
});

test('-v and `-- -v` print stages, plan and packages while the build runs, and the time of each stage at the end', async (t) => {
  const workspace = Workspace.of('hello');
  const build = await startHeldBuild(t, workspace, { verbose: true });
  // The go command has printed them before it links.
  const names = ['example.com/dep', 'example.com/hello/plugin', 'example.com/hello/plugin/greet'];
  while (!names.every((name) => build.stderr().split('\n').includes(name))) await setTimeout(20);
  const shown = build.stderr();
  assert.match(shown, /^loading packages\n(\w.*\n)+writing renamed sources\ncompiling\n/m);
  assert.match(shown, /^example\.com\/dep@v0\.0\.0 -> t_\d+_[0-9a-f]{8}\/example\.com\/dep\n/m);
  assert.doesNotMatch(shown, /verifying/);
  build.release();
  assert.deepEqual(await build.exited, [0, null]);
  const after = build.stderr().replace(shown, '');
  assert.match(
    after,
    /^verifying the built file\nload \d+ ms, (\w+ \d+ ms, )*build \d+ ms, verify \d+ ms\n$/,
  );
});

test('-work keeps the temporary files of the go command', async () => {
  const workspace = Workspace.of('hello');
  const { exitCode, stderr } = await workspace.run(['build', 'plugin', '--', '-work']);
  assert.equal(exitCode, 0);
  const [, dir = ''] = /^WORK=(.*)$/m.exec(stderr) ?? [];
  assert.ok(existsSync(dir), stderr);
});

test('a reader that closes the pipe early causes no error', async () => {
  const workspace = Workspace.of('hello');
  const headless = '| head -c 0; echo "${PIPESTATUS[0]}"';
  for (const [output, command] of [
    // First, while go build still has something to say.
    ['stderr.so', `tool build plugin -o stderr.so -- -v 2>&1 >/dev/null ${headless}`],
    ['json.so', `tool build plugin -o json.so --json ${headless}`],
  ] as const) {
    assert.deepEqual(await workspace.shell(command), { exitCode: 0, stdout: '0', stderr: '' });
    assert.ok(existsSync(workspace.path(output)));
  }
});

test('an error while writing standard output is reported as a failure', async () => {
  const workspace = Workspace.of('hello');
  const { exitCode, stderr } = await workspace.shell('tool build plugin --json > /dev/full');
  assert.equal(exitCode, 2);
  assert.match(stderr, /^gorename-plugin: cannot write standard output: ENOSPC: [^\n]*$/);
});

test('rewrite writes only to a new directory, or over a tree that it has written', async () => {
  const workspace = Workspace.of('hello');
  const advice = 'Choose another directory.';
  assert.equal(
    await workspace.refused(['rewrite', 'plugin', '--out', 'dep']),
    '--out dep is not empty and was not written by gorename-plugin\nChoose a new directory.',
  );
  for (const [out, directory] of [
    ['plugin/main.go', 'plugin/main.go'],
    ['plugin/main.go/x', 'plugin/main.go'],
  ] as const) {
    assert.equal(
      await workspace.refused(['rewrite', 'plugin', '--out', out]),
      `cannot write --out ${out}: ${workspace.path(directory)} is not a directory\n${advice}`,
    );
  }
  assert.match(await workspace.refused(['rewrite', 'plugin', '--out', '/proc/tree']), /^ENOENT: .*'\/proc\//);
  assert.match(
    await workspace.done(['rewrite', 'plugin', '--out', 'new/tree']),
    /^cd new\/tree && go build /,
  );
  await writeFile(workspace.path('new/tree/stray.txt'), '');
  await workspace.done(['rewrite', 'plugin', '--out', 'new/tree']);
  assert.equal(existsSync(workspace.path('new/tree/stray.txt')), false);
});
