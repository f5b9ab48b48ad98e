/** --host-src: an SDK in the host's own main module, however the host was built of it. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { go } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Caller } from './caller.js';
import { ask, Sharing } from './sharing.js';

const OF_HOST = { text: '1.0', calls: 1 };
const ANSWER = 'you: text 1.1, calls 2 and 3, loops one variable and a variable each';
const API = ['--keep', 'example.com/monolith/api'];

let sharing: Sharing;
let tree: string;
let source: string;
let outer: string;
let plain: string;
let trimmed: string;
setUp(async () => {
  sharing = await Sharing.create();
  tree = await sharing.copy('sdk', 'tree');
  source = join(tree, 'host');
  outer = join(tree, 'plugin');
  await sharing.tidy(source);
  await sharing.tidy(outer);
  plain = await sharing.plain(source, 'plain');
  trimmed = await sharing.plain(source, 'trimmed', ['-trimpath']);
});

async function loads(
  name: string,
  host: string,
  options: string[],
  answer = ANSWER,
  calls = 3,
): Promise<void> {
  const file = await sharing.built(name, ['--host', host, ...API, ...options]);
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer, calls }]);
}

test('--host-src accepts the source of the host as it was built', () =>
  loads('plain', plain, [outer, '--host-src', source]));

test('--host-src accepts a copy of the source of a host built with -trimpath', async () => {
  cpSync(source, sharing.path('elsewhere', 'source'), { recursive: true });
  cpSync(join(tree, 'local'), sharing.path('elsewhere', 'local'), { recursive: true });
  // What is shared is compiled from the module cache all the same.
  await go(sharing.path('elsewhere', 'source'), ['mod', 'vendor'], sharing.env);
  await loads('trimmed', trimmed, [outer, '--host-src', sharing.path('elsewhere', 'source')]);
});

test('--host-src accepts a module that imports one which the host replaces by a directory', async () => {
  const user = sharing.path('tree', 'user');
  mkdirSync(user);
  writeFileSync(
    join(user, 'go.mod'),
    'module example.com/plugins/user\n\ngo 1.20\n\nrequire example.com/wrapper v1.0.0\n\nreplace example.com/local => ../local\n',
  );
  writeFileSync(
    join(user, 'main.go'),
    'package main\n\nimport "example.com/wrapper"\n\nfunc New() int { return wrapper.Count() }\n\nfunc main() {}\n',
  );
  await sharing.tidy(user);
  for (const host of [plain, trimmed]) {
    const keep = ['--host', host, '--keep', 'example.com/wrapper', '--host-src', source];
    const file = await sharing.built('user', [user, ...keep]);
    const [, line] = await ask(host, [file]);
    assert.equal(line?.unknown, 'func() int');
  }
});

test('--host-src refuses a copy of the source of a host built without -trimpath', async () => {
  cpSync(tree, sharing.path('copied'), { recursive: true });
  const output = sharing.path('out', 'copied.so');
  const options = ['--host', plain, ...API, '--host-src', sharing.path('copied', 'host'), '-o', output];
  const { exitCode, stderr } = await sharing.tool([outer, ...options]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /^error\[[\w-]+\]: 3 packages differ from the host; built from a local directory/m);
  assert.equal(existsSync(output), false);
});

test('--host-src accepts a source path through a symbolic link, in either direction', async () => {
  const link = sharing.path('link');
  symlinkSync(tree, link);
  const through = join(link, 'host');
  const linked = await sharing.plain(through, 'linked', [], { PWD: through });
  await loads('linked-linked', linked, [outer, '--host-src', through]);
  await loads('linked-real', linked, [outer, '--host-src', source]);
  await loads('real-linked', plain, [outer, '--host-src', through]);
});

test("--host-src works for a plugin in the host's own module", () =>
  loads('inner', plain, [join(source, 'plugins/inner'), '--host-src', source], 'inner greets you 2'));

test('--host-src works for a host of a workspace', async () => {
  // Only go.work shows where its other module is.
  const workspace = await sharing.copy('sdk', 'workspace', {
    'go.work': 'go 1.22\n\nuse (\n\t./host\n\t./local\n)\n',
    'host/go.mod':
      'module example.com/monolith\n\ngo 1.22\n\nrequire (\n\texample.com/text v1.0.0\n\texample.com/wrapper v1.0.0\n)\n',
  });
  cpSync(join(source, 'go.sum'), join(workspace, 'host/go.sum'));
  const host = await sharing.plain(join(workspace, 'host'), 'of-workspace');
  await loads('of-workspace', host, [outer, '--host-src', join(workspace, 'host')]);
});

test('--host-src works for a host with a version from version control', async () => {
  const versioned = await sharing.copy('sdk', 'versioned');
  await sharing.tidy(join(versioned, 'host'));
  const git = ['-c', 'user.name=n', '-c', 'user.email=e@example.com'];
  const commands = [
    ['init', '-q'],
    ['add', '.'],
    [...git, 'commit', '-q', '-m', 'first'],
    ['tag', 'v1.2.3'],
  ];
  for (const args of commands)
    assert.equal((await run('git', args, { cwd: join(versioned, 'host') })).exitCode, 0);
  const host = await sharing.plain(join(versioned, 'host'), 'versioned', ['-buildvcs=true']);
  assert.match(await go(sharing.dir, ['version', '-m', host]), /\tmod\texample\.com\/monolith\tv1\.2\.3/);
  await loads('versioned', host, [outer, '--host-src', join(versioned, 'host')]);
  assert.match(await sharing.refused([outer, '--host', host, ...API]), /^example\.com\/monolith\/api is in /);
});

test('--host-src works with a manifest of the host', async () => {
  const manifest = sharing.path('host.json');
  const written = await runTool(['host', plain, '-o', manifest], { cwd: sharing.dir });
  assert.equal(written.exitCode, 0, written.stderr);
  const file = await sharing.built('of-manifest', [outer, '--host', manifest, '--host-src', source, ...API]);
  assert.deepEqual(await ask(plain, [file]), [OF_HOST, { answer: ANSWER, calls: 3 }]);

  const versions = await sharing.built('of-source', [outer, '--host', source, ...API], [/versions/]);
  assert.deepEqual(await ask(plain, [versions]), [OF_HOST, { answer: ANSWER, calls: 3 }]);
});

test('without --host-src the plugin is refused, with what is missing and where the host had it', async () => {
  const options = [outer, '--host', plain];
  // Its own build finds nothing of the host.
  const bare = sharing.path('bare');
  mkdirSync(bare);
  writeFileSync(join(bare, 'go.mod'), 'module example.com/plugins/bare\n\ngo 1.20\n');
  writeFileSync(join(bare, 'main.go'), 'package main\n\nfunc main() {}\n');
  assert.equal(
    await sharing.refused([...options, ...API]),
    "example.com/monolith/api is in example.com/monolith, which is the host's own main module and has no version to " +
      'download\nPass the source that the host was built from: --host-src DIR, the directory of its go.mod; ' +
      `the host's file table names ${source} for it.\n` +
      "The plugin's build finds it in tree/older, which is a different directory.",
  );
  assert.equal(
    await sharing.refused([bare, '--host', plain, '--keep', 'example.com/local']),
    'example.com/local is in example.com/local, which the host replaces by the directory ../local\n' +
      'Pass the source that the host was built from: --host-src DIR, the directory of its go.mod; ' +
      `the host's file table names ${join(tree, 'local')} for it.`,
  );
  // Another module imports it.
  assert.match(
    await sharing.refused([bare, '--host', plain, '--keep', 'example.com/wrapper']),
    /^what --keep names imports example\.com\/local, which the host replaces by the directory \.\.\/local\n/,
  );
  assert.match(
    await sharing.refused([bare, '--host', trimmed, ...API]),
    /; the host was built with -trimpath, so any copy of it can be used\.$/,
  );
  assert.equal(
    await sharing.refused([...options, ...API, '--host-src', join(tree, 'local')]),
    "--host-src tree/local is the module example.com/local, and the host's main module is example.com/monolith\n" +
      `Pass the directory that the host was built from (its file table shows ${source}).`,
  );
  assert.match(
    await sharing.refused([...options, ...API, '--host-src', join(source, 'api')]),
    /^--host-src tree\/host\/api contains no go\.mod\n/,
  );
  assert.match(await sharing.refused([outer, '--host-src', source]), /^--host-src requires --host\n/);
});

test('--host-src refuses a source with another version of a kept package', async () => {
  const other = await sharing.copy('sdk', 'other');
  const goMod = join(other, 'host/go.mod');
  const { stdout } = await run('sed', ['s/text v1.0.0/text v1.1.0/', goMod]);
  writeFileSync(goMod, `${stdout}\n`);
  await sharing.tidy(join(other, 'host'));
  assert.equal(
    await sharing.refused([
      outer,
      '--host',
      plain,
      ...API,
      '--keep',
      'example.com/text',
      '--host-src',
      join(other, 'host'),
    ]),
    'the host has example.com/text@v1.0.0, but with its source in other/host go selects example.com/text@v1.1.0\n' +
      'Check out the revision that the host was built from, with the same go.mod (and go.work).',
  );
});

test("a plugin in the host's own module that imports an internal package of it: refused, and a package between them works", async () => {
  const caller = await Caller.create({
    'host/main.go': INTERNAL_HOST,
    'host/internal/core/core.go':
      'package core\n\nvar names []string\n\nfunc Add(name string) { names = append(names, name) }\n\nfunc Names() []string { return names }\n',
    'host/api/api.go':
      'package api\n\nimport "example.com/host/internal/core"\n\nfunc Add(name string) { core.Add(name) }\n',
    'host/plugins/direct/main.go': registering('core', 'example.com/host/internal/core'),
    'host/plugins/between/main.go': registering('api', 'example.com/host/api'),
  });
  await caller.host('h');
  const refused = await caller.says(2, ['build', 'host/plugins/direct', '--host', 'h', '-o', 'p.so']);
  assert.match(
    refused,
    /^gorename-plugin: example\.com\/host\/plugins\/direct imports the internal package example\.com\/host\/internal\/core of the host's main module, .*\nLet the host link a package that is not internal/,
  );
  await caller.says(0, ['build', 'host/plugins/between', '--host', 'h', '-o', 'p.so']);
  assert.equal(await caller.open('h', 'p.so'), '[between]');
});

const INTERNAL_HOST = `package main

import (
	"fmt"
	"os"
	"plugin"

	_ "example.com/host/api"
	"example.com/host/internal/core"
)

func main() {
	if _, err := plugin.Open(os.Args[1]); err != nil {
		fmt.Println("REFUSED", err)
	}
	fmt.Println(core.Names())
}
`;

function registering(name: string, importPath: string): string {
  return `package main\n\nimport "${importPath}"\n\nfunc init() { ${name}.Add("between") }\n\nfunc Hello() string { return "" }\n\nfunc main() {}\n`;
}
