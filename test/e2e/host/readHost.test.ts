/** What is read of hosts: binaries of many kinds, manifests, go.mod; and what is refused. */
import assert from 'node:assert/strict';
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fromManifest, toManifest } from '../../../src/host/manifest.js';
import { readHost } from '../../../src/host/readHost.js';
import { UserError } from '../../../src/base/userError.js';
import type { HostInfo } from '../../../src/model/host.js';
import { violations } from '../../support/validator.js';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { setUp } from '../../support/setUp.js';
import { run } from '../../support/process.js';

const env = setUpProxy(fixtureDir('host/matrix/modules'));
Object.assign(process.env, env);
const dir = tempDir();

/** A host in a directory whose name differs from its module, with a second package, and modules of all kinds. */
const sources = join(dir, 'checkout');
setUp(async () => {
  await mkdir(join(sources, 'api'), { recursive: true });
  await cp(fixtureDir('hosts/loader/main.go'), join(sources, 'main.go'));
  await writeFile(
    join(sources, 'api/api.go'),
    'package api\n\nfunc Get() string { return Name }\n\nvar Name = "api"\n',
  );
  await cp(fixtureDir('host/matrix/modules/example.com/side@v1.0.0'), join(dir, 'local'), {
    recursive: true,
  });
  await cp(fixtureDir('host/matrix/modules/example.com/top@v1.0.0'), join(dir, 'elsewhere'), {
    recursive: true,
  });
  // The file table shows only what has code in the program.
  const imports = ['server/api', 'side', 'top', 'extra'].map((path) => `import _ "example.com/${path}"\n`);
  await writeFile(
    join(sources, 'imports.go'),
    `package main\n\nimport "example.com/mid"\n${imports.join('')}\nvar name = mid.Name()\n`,
  );
  await writeFile(
    join(sources, 'go.mod'),
    `module example.com/server

go 1.18

require (
	example.com/base v1.0.0
	example.com/extra v1.0.0
	example.com/mid v1.0.0
	example.com/side v1.0.0
	example.com/top v1.0.0
)

replace (
	example.com/base => example.com/fork v1.0.0
	example.com/side => ../local
	example.com/top => ${join(dir, 'elsewhere')}
)
`,
  );
  await go(sources, ['mod', 'tidy'], env);
});
const cache = join(env['GOMODCACHE'] ?? '', 'example.com');

const directoriesOf = ({ mainModule, modules }: HostInfo): Record<string, string | undefined> =>
  Object.fromEntries(
    [mainModule, ...modules.values()].flatMap((module) =>
      module ? [[basename(module.path), module.dir]] : [],
    ),
  );

test('reading a host binary: Go version, target, modules with their directories, packages, settings', async () => {
  const file = await goBuild(sources, join(dir, 'server'), ['-ldflags=-X "main.x=a b"'], env);
  const host = await readHost(file, dir);
  assert.equal(host.source, 'binary');
  assert.match(host.goVersion, /^go1\.\d+/);
  assert.deepEqual([host.goos, host.goarch], (await go(dir, ['env', 'GOOS', 'GOARCH'])).trim().split('\n'));
  assert.equal(host.main, 'example.com/server');
  assert.deepEqual(directoriesOf(host), {
    server: sources,
    base: join(cache, 'fork@v1.0.0'),
    extra: join(cache, 'extra@v1.0.0'),
    mid: join(cache, 'mid@v1.0.0'),
    side: join(dir, 'local'),
    top: join(dir, 'elsewhere'),
  });
  const { path, version, sum, replace } = host.modules.get('example.com/base') ?? {};
  assert.deepEqual([path, version, sum], ['example.com/base', 'v1.0.0', undefined]);
  assert.deepEqual([replace?.path, replace?.version], ['example.com/fork', 'v1.0.0']);
  assert.match(replace?.sum ?? '', /^h1:/);
  assert.match(host.modules.get('example.com/extra')?.sum ?? '', /^h1:/);
  assert.equal(host.modules.get('example.com/side')?.replace?.path, '../local');
  assert.equal(host.settings.get('-ldflags'), '-X "main.x=a b"');
  assert.equal(host.loadsPlugins, true);
  for (const path of ['runtime', 'plugin', 'example.com/server/api', 'example.com/base']) {
    assert(host.packages.has(path), path);
    assert.match(host.packageHashes?.get(path) ?? '', /^[0-9a-f]{16}$/);
  }
  assert(!host.packages.has('main') && host.packageHashes?.has('main'));
  assert.deepEqual([...host.cSymbols], []);
  assert(host.needed.includes('libc.so.6'));
  assert.match(host.glibc ?? '', /^2\.\d+$/);
});

test('reading a trimmed, stripped, PIE or vendored host: the file table still shows the directories', async () => {
  const trimmed = {
    server: 'example.com/server',
    base: 'example.com/base@v1.0.0',
    side: 'example.com/side@v1.0.0',
  };
  const file = await goBuild(sources, join(dir, 'trimmed'), ['-trimpath', '-buildmode=pie'], env);
  assert.equal((await run('strip', [file])).exitCode, 0);
  const { server, base, side } = directoriesOf(await readHost(file, dir));
  assert.deepEqual({ server, base, side }, trimmed);

  const vendored = join(dir, 'vendored');
  await cp(sources, vendored, { recursive: true });
  await go(vendored, ['mod', 'vendor'], env);
  const ofVendor = directoriesOf(await readHost(await goBuild(vendored, join(dir, 'v'), [], env), dir));
  assert.equal(ofVendor['base'], join(vendored, 'vendor/example.com/base'));
  assert.equal(ofVendor['server'], vendored);
});

test('reading a host without build info: hashes and the Go version are known', async () => {
  const file = join(dir, 'silent');
  await copyFile(await goBuild(sources, join(dir, 'loud'), [], env), file);
  assert.equal((await run('objcopy', ['--remove-section', '.go.buildinfo', file])).exitCode, 0);
  const [silent, loud] = [await readHost(file, dir), await readHost(join(dir, 'loud'), dir)];
  assert.equal(silent.goVersion, loud.goVersion);
  assert.deepEqual([silent.goos, silent.goarch], [loud.goos, loud.goarch]);
  assert.deepEqual(silent.packageHashes, loud.packageHashes);
  assert.deepEqual([silent.main, silent.modules.size, silent.settings.size], ['', 0, 0]);
});

test('reading a host: C functions and variables, without those of every Go program', async () => {
  const copy = join(dir, 'native');
  await cp(sources, copy, { recursive: true });
  await writeFile(
    join(copy, 'count.c'),
    'int counter = 1;\nint count_up(void) { return ++counter; }\nstatic int own(void) { return counter; }\nint (*get_own(void))(void) { return own; }\n',
  );
  await writeFile(
    join(copy, 'cgo.go'),
    'package main\n\n// int count_up(void);\nimport "C"\n\n//export Exported\nfunc Exported() int { return int(C.count_up()) }\n',
  );
  const host = await readHost(await goBuild(copy, join(dir, 'native-host'), [], env), dir);
  assert.deepEqual([...host.cSymbols], ['Exported', 'count_up', 'counter', 'get_own']);
});

test('reading a program that cannot load plugins: it is a host that loads none', async () => {
  const program = join(dir, 'program');
  await mkdir(program);
  await copyFile(join(sources, 'go.mod'), join(program, 'go.mod'));
  await copyFile(join(sources, 'go.sum'), join(program, 'go.sum'));
  await writeFile(
    join(program, 'main.go'),
    'package main\n\nimport _ "example.com/extra"\n\nfunc main() {}\n',
  );
  const plain = await readHost(await goBuild(program, join(dir, 'plain'), ['-mod=mod'], env), dir);
  assert.deepEqual([plain.loadsPlugins, plain.packages.size], [false, 0]);
  assert.equal(plain.modules.get('example.com/extra')?.version, 'v1.0.0');
  const still = await readHost(
    await goBuild(sources, join(dir, 'static'), [], { ...env, CGO_ENABLED: '0' }),
    dir,
  );
  assert.deepEqual([still.loadsPlugins, still.needed, still.glibc], [false, [], undefined]);
});

test('a manifest records all that is read from the binary, and follows the schema', async () => {
  for (const [name, flags] of [
    ['m1', []],
    ['m2', ['-trimpath']],
  ] as const) {
    const host = await readHost(await goBuild(sources, join(dir, name), [...flags], env), dir);
    const manifest = join(dir, `${name}.json`);
    const text = JSON.stringify(toManifest(host));
    await writeFile(manifest, text);
    assert.equal(violations('host', JSON.parse(text)), '');
    assert.deepEqual(await readHost(manifest, dir), { ...host, source: 'manifest', path: manifest });
    assert(text.length < 20_000, String(text.length));
  }
});

test('a file that is not a manifest, or a newer one, is refused', async () => {
  const host = await readHost(await goBuild(sources, join(dir, 'm'), [], env), dir);
  const manifest = toManifest(host);
  const cases: [document: unknown, says: RegExp][] = [
    [{ ...manifest, formatVersion: 2 }, /version 2; this gorename-plugin reads version 1/],
    [{ ...manifest, formatVersion: undefined }, /it has no formatVersion/],
    [{ ...manifest, formatVersion: undefined, version: 1 }, /it has no formatVersion/],
    [{ ...manifest, packageHashes: ['a'] }, /its field packageHashes is missing or wrong/],
    [{ ...manifest, modules: [{ version: 'v1' }] }, /field modules/],
    [{ ...manifest, glibc: 2.3 }, /field glibc/],
    [[manifest], /it has no formatVersion/],
  ];
  for (const [document, says] of cases) {
    assert.throws(
      () => fromManifest(JSON.stringify(document), join(dir, 'x.json'), dir),
      (error) =>
        error instanceof UserError && says.test(error.message) && error.message.startsWith('x.json '),
    );
  }
  assert.throws(() => fromManifest('{ "formatVersion": 1', '/x.json', dir), /is not a host manifest: .*JSON/);
});

test('reading a directory with go.mod as a host: versions are known, and nothing is written', async () => {
  const before = await snapshotTree(sources);
  const host = await readHost(sources, dir);
  assert.deepEqual(await snapshotTree(sources), before);
  assert.equal(host.source, 'module');
  assert.equal(host.main, 'example.com/server');
  assert.equal(host.mainModule?.dir, sources);
  assert.equal(host.modules.get('example.com/base')?.replace?.version, 'v1.0.0');
  assert.equal(host.modules.get('example.com/base')?.version, 'v1.0.0');
  assert(host.packages.has('example.com/server/api') && !host.packages.has('example.com/server'));
  assert.deepEqual(
    [host.goVersion, host.packageHashes, host.loadsPlugins, host.settings.size],
    ['', undefined, undefined, 0],
  );
  const broken = join(dir, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, 'go.mod'), 'module example.com/broken\n\ngo 1.18\n');
  await writeFile(
    join(broken, 'main.go'),
    'package main\n\nimport _ "example.com/nobody/has"\n\nfunc main() {}\n',
  );
  await assert.rejects(
    readHost(broken, dir),
    /no required module provides package example\.com\/nobody\/has/,
  );
});

test('a path that is not a host is refused with a sentence that says what it is', async () => {
  const main = join(tempDir(), 'main.go');
  await writeFile(main, 'package main\n\nfunc main() {}\n');
  assert.equal(
    (await run('go', ['build', '-buildmode=plugin', '-o', join(dir, 'plugin.so'), main])).exitCode,
    0,
  );
  const files: [name: string, content: string | Buffer, says: RegExp][] = [
    ['script', '#!/bin/sh\nexec ./server\n', /^script is a script/],
    ['macho', Buffer.from('cffaedfe07000001', 'hex'), /^macho is a program for macOS/],
    ['windows.exe', 'MZ\x90\0', /is a program for Windows/],
    ['nothing', '', /^nothing is empty/],
    ['text', 'hello', /^text is something else/],
    ['half', Buffer.from('7f454c46020101', 'hex'), /half/],
  ];
  for (const [name, content] of files) await writeFile(join(dir, name), content);
  for (const [name, says] of [
    ...files.map(([name, , says]) => [name, says] as const),
    ['missing', /^missing: no such file or directory/],
    ['plugin.so', /^plugin\.so is a plugin, not a host/],
    ['.', /^\. contains no go\.mod/],
    ['/bin/sh', /^\/bin\/sh is not a Go program/],
    ['/dev/null', /^\/dev\/null is not a regular file/],
  ] as const) {
    await assert.rejects(readHost(join(name.startsWith('/') ? '/' : dir, name), dir), (error) => {
      assert(error instanceof UserError, `${name}: ${String(error)}`);
      assert.match(error.message, says);
      assert(error.advice !== undefined);
      return true;
    });
  }
});
