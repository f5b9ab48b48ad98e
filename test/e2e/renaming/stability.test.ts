/** Names change when what is compiled changes, and at no other time. */
import assert from 'node:assert/strict';
import { cp, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, tempDir } from '../../support/files.js';
import { runTool, toolOnNode } from '../../support/process.js';
import { buildRenamed, load, parseAnswer, type BuildRequest, type ToolBuild } from './compare.js';

/** A copy of the fixture with a separate cache. */
function copyStable(main = 'plug'): {
  dir: string;
  build: (request?: BuildRequest) => Promise<ToolBuild>;
  edit: (file: string, old: string, now: string) => Promise<void>;
} {
  const dir = copyFixture('renaming/stable');
  const cache = { GORENAME_PLUGIN_CACHE: tempDir() };
  return {
    dir,
    build: ({ env = {}, flags = [], ...request } = {}) =>
      buildRenamed(join(dir, 'plugin/cmd', main), {
        ...request,
        // go prints the packages that it compiles.
        flags: ['-v', ...flags],
        env: { ...cache, ...env },
        tree: dir,
      }),
    edit: async (file, old, now) => {
      const text = await readFile(join(dir, file), 'utf8');
      assert.ok(text.includes(old));
      await writeFile(join(dir, file), text.replace(old, now));
    },
  };
}

const compiled = ({ stderr }: ToolBuild): string[] =>
  stderr
    .split('\n')
    .filter((line) => line !== '')
    .sort();

const own = ['example.com/stable/beside', 'example.com/stable/cmd/plug', 'example.com/stable/sub'];

test('a rebuild keeps all names and compiles nothing', async () => {
  const { build } = copyStable();
  const first = await build();
  assert.deepEqual(compiled(first), ['example.com/dep', 'example.com/dep/below', ...own]);
  const second = await build();
  assert.deepEqual(second.packages, first.packages);
  assert.deepEqual(compiled(second), []);
  assert.deepEqual(await readFile(second.output), await readFile(first.output));
});

test('an edit of main renames and compiles main alone; both builds load, and each runs its own version', async () => {
  const { build, edit } = copyStable();
  const first = await build();
  await edit('plugin/cmd/plug/main.go', 'main a', 'main b');
  const second = await build();
  assert.equal(second.prefix, first.prefix);
  assert.equal(second.ownPrefix, first.ownPrefix);
  assert.notEqual(second.main.builtAs, first.main.builtAs);
  assert.deepEqual(compiled(second), ['example.com/stable/cmd/plug']);
  const [one, two] = (await load([first.output, second.output])).map(parseAnswer);
  assert.deepEqual([one?.['main'], two?.['main']], ['main a', 'main b']);
});

test("an edit of one of the plugin's own packages compiles the plugin's own packages, never a dependency; both builds load", async () => {
  const { build, edit } = copyStable();
  const first = await build();
  await edit('plugin/sub/sub.go', 'sub a', 'sub b');
  const second = await build();
  assert.equal(second.prefix, first.prefix);
  assert.notEqual(second.ownPrefix, first.ownPrefix);
  assert.deepEqual(compiled(second), own);
  const [one, two] = (await load([first.output, second.output])).map(parseAnswer);
  assert.deepEqual([one?.['beside'], two?.['beside']], ['beside sub a', 'beside sub b']);
});

test('a dependency edited to the same size and time is noticed; both builds load', async () => {
  const { dir, build, edit } = copyStable();
  const first = await build();
  const file = join(dir, 'dep/below/below.go');
  const { atime, mtime } = await stat(file);
  await edit('dep/below/below.go', 'below a', 'below b');
  await utimes(file, atime, mtime);
  const second = await build();
  assert.notEqual(second.prefix, first.prefix);
  const [one, two] = (await load([first.output, second.output])).map(parseAnswer);
  assert.deepEqual([one?.['dep'], two?.['dep']], ['dep a below a', 'dep a below b']);
});

test('a dependency whose edit is undone has its old prefix again, and nothing is compiled', async () => {
  const { build, edit } = copyStable();
  const first = await build();
  await edit('dep/dep.go', 'dep a', 'dep b');
  await build();
  await edit('dep/dep.go', 'dep b', 'dep a');
  const third = await build();
  assert.deepEqual(third.packages, first.packages);
  assert.deepEqual(compiled(third), []);
});

test('tags, compiler flags and C flags change the prefix; link flags only change main', async () => {
  const { build } = copyStable('cplug');
  const dryRun = { args: ['--dry-run'] };
  const plain = await build();
  const requests: BuildRequest[] = [
    { flags: ['-tags=x'] },
    { flags: ['-trimpath'] },
    { flags: ['-gcflags=example.com/cdep=-l'] },
    { env: { GOFLAGS: '-tags=y' } },
    { env: { CGO_CFLAGS: '-O1' } },
    { env: { GOAMD64: 'v2' } },
  ];
  const prefixes = [];
  for (const request of requests) prefixes.push((await build({ ...dryRun, ...request })).prefix);
  assert.equal(new Set([plain.prefix, ...prefixes].map((prefix) => prefix.split('_').at(-1))).size, 7);

  const linked = await build({ ...dryRun, flags: ['-ldflags=-s -w'] });
  assert.equal(linked.prefix, plain.prefix);
  assert.equal(linked.ownPrefix, plain.ownPrefix);
  assert.notEqual(linked.main.builtAs, plain.main.builtAs);

  const defined = await build({ env: { CGO_CFLAGS: '-DNUMBER=2' } });
  assert.deepEqual(await load([plain.output, defined.output]), ['1', '2']);
});

test('-X of a variable in a dependency: two builds with different values load', async () => {
  const { build } = copyStable();
  const outputs = [];
  for (const name of ['first', 'second']) {
    outputs.push((await build({ flags: [`-ldflags=-X example.com/dep.Name=${name}`] })).output);
  }
  const answers = (await load(outputs)).map(parseAnswer);
  assert.deepEqual(
    answers.map(({ dep }) => dep),
    ['first below a', 'second below a'],
  );
});

test("-X of a variable in one of the plugin's own packages: two builds with different values load", async () => {
  const { build, edit } = copyStable();
  await edit(
    'plugin/sub/sub.go',
    'func Name() string { return "sub a" }',
    'func Name() string { return name }\n\nvar name string',
  );
  const outputs = [];
  for (const name of ['first', 'second']) {
    outputs.push((await build({ flags: [`-ldflags=-X example.com/stable/sub.name=${name}`] })).output);
  }
  const answers = (await load(outputs)).map(parseAnswer);
  assert.deepEqual(
    answers.map(({ sub }) => sub),
    ['first', 'second'],
  );
});

test("two dependency sets built in one second never share a prefix, even with --prefix 't_{time}'", async () => {
  const { build, edit } = copyStable();
  // The clock of the tool does not advance: Node takes such code from its environment, the executable does not.
  const env = { NODE_OPTIONS: '--import=data:text/javascript,Date.now=()=>1702492315000' };
  const request = { args: ['--prefix', 't_{time}'], env, tool: toolOnNode };
  const first = await build(request);
  await edit('dep/dep.go', 'dep a', 'dep b');
  const second = await build(request);
  const again = await build(request);
  assert.deepEqual(
    [first.prefix, second.prefix, again.prefix],
    ['t_1702492315', 't_1702492316', 't_1702492316'],
  );
  const [one, two] = (await load([first.output, second.output])).map(parseAnswer);
  assert.deepEqual([one?.['dep'], two?.['dep']], ['dep a below a', 'dep b below a']);
});

test("--prefix '{plugin}_{hash}' contains the name of the plugin", async () => {
  const { build } = copyStable();
  const { prefix } = await build({ args: ['--prefix', '{plugin}_{hash}', '--dry-run'] });
  assert.match(prefix, /^plug_[0-9a-f]{8}$/);
});

test('with SOURCE_DATE_EPOCH and -trimpath, builds in two caches are equal, byte for byte', async () => {
  const { build } = copyStable();
  const request = { env: { SOURCE_DATE_EPOCH: '1702492315' }, flags: ['-trimpath'] };
  const first = await build(request);
  assert.match(first.prefix, /^t_1702492315_[0-9a-f]{8}$/);
  const second = await build({ ...request, env: { ...request.env, GORENAME_PLUGIN_CACHE: tempDir() } });
  assert.deepEqual(second.packages, first.packages);
  assert.deepEqual(await readFile(second.output), await readFile(first.output));
  assert.equal((await load([second.output], { flags: ['-trimpath'] })).length, 1);
});

test("with SOURCE_DATE_EPOCH, --prefix 't_{time}' belongs to one dependency set; another is refused, with what to do", async () => {
  const { build, edit, dir } = copyStable();
  const env = { SOURCE_DATE_EPOCH: '1702492315', GORENAME_PLUGIN_CACHE: tempDir() };
  const args = ['--prefix', 't_{time}'];
  assert.equal((await build({ args, env })).prefix, 't_1702492315');
  assert.equal((await build({ args, env })).prefix, 't_1702492315');
  await edit('dep/dep.go', 'dep a', 'dep b');
  for (const option of ['--dry-run', '-v']) {
    const { exitCode, stderr } = await runTool(['build', join(dir, 'plugin/cmd/plug'), ...args, option], {
      env,
    });
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /prefix t_1702492315, already used by another dependency set\nPut \{hash\} into --prefix/,
    );
  }
  assert.match((await build({ env })).prefix, /^t_1702492315_/);
});

test('an output built into the directory of a module with C is not treated as a source', async () => {
  const { build, edit, dir } = copyStable();
  await edit('plugin/sub/sub.go', 'package sub\n', 'package sub\n\nimport "C"\n');
  const first = await build();
  await cp(first.output, join(dir, 'plugin/plug.so'));
  // A C archive and its header, too.
  const args = ['--buildmode=c-archive', '-o', join(dir, 'plugin/libplug.a')];
  const archive = await runTool(['build', join(dir, 'plugin/cmd/plug'), ...args]);
  assert.equal(archive.exitCode, 0, archive.stderr);
  const second = await build();
  assert.deepEqual(second.packages, first.packages);
});
