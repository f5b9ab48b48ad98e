/** Plugins in a replica of a host, whose answers must be those of the host itself. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { toManifest } from '../../../src/host/manifest.js';
import { readHost } from '../../../src/host/readHost.js';
import { copyFixture, fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { proxyEnvironment, setUpProxy } from '../../support/moduleProxy.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { kindsOf, probe, statesOf, type Document } from './support.js';

const OWN = [
  'example.com/host/api',
  'example.com/host/cmd/server/internal/settings',
  'example.com/host/core',
  'example.com/host/internal/state',
  'example.com/local/names',
];

const built = tempDir();
const source = copyFixture('probe/host');
const env = setUpProxy(fixtureDir('probe/modules'));
const server = join(built, 'server');
const guest = join(built, 'guest.so');
const flags = join(built, 'flags.so');

setUp(async () => {
  await go(source, ['mod', 'tidy'], env);
  await buildServer(server);
  await goBuildPlugin(guest, source, './plugins/guest');
  await goBuildPlugin(flags, fixtureDir('probe/flags'), '.');
});

async function buildServer(file: string, buildFlags: string[] = [], dir = source): Promise<string> {
  await go(dir, ['build', '-o', file, ...buildFlags, './cmd/server'], env);
  return file;
}

async function goBuildPlugin(
  file: string,
  dir: string,
  main: string,
  buildFlags: string[] = [],
): Promise<string> {
  await go(dir, ['build', '-buildmode=plugin', '-o', file, ...buildFlags, main], env);
  return file;
}

/** In the replica, which must not differ from the host. */
async function inTwin(host: string, files: string[], hostSource = source): Promise<Document> {
  const document = await probe([...files, '--host', host, '--host-src', hostSource], { env });
  assert.equal(document.host, host);
  assert(!kindsOf(document).includes('host-replica-differs'), JSON.stringify(document.findings));
  return document;
}

/** What the host itself says, line by line. */
async function inHost(host: string, ...files: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(host, files);
  const panic = /^panic: .*/m.exec(stderr)?.[0];
  return [...stdout.split('\n').slice(1), ...(panic === undefined ? [] : [panic])];
}

test('probe --host: a plugin that shares packages of the host, internal ones too', async () => {
  const tree = await snapshotTree(source);
  assert.deepEqual(await inHost(server, guest), ['loaded']);
  const { plugins, findings } = await inTwin(server, [guest]);
  assert.deepEqual(findings, []);
  assert.deepEqual(plugins[0]?.exports, [
    { symbol: 'Handle', symbolKind: 'func', type: 'func(*api.Context) error', methods: [] },
  ]);
  assert.deepEqual(await snapshotTree(source), tree);
});

test('probe --host without --host-src reports what is missing, where it was compiled, and a limited result', async () => {
  const document = await probe([guest, '--host', server], { env });
  assert.deepEqual(kindsOf(document), ['host-replica-differs', 'init-panic']);
  const [differs, panic] = document.findings;
  assert.deepEqual(
    [differs?.['differing'], differs?.['missing'], differs?.['reasons']],
    [
      [],
      OWN,
      [
        `example.com/host was compiled in ${source}; pass this directory with --host-src`,
        'example.com/local is replaced by ./local, which requires --host-src',
      ],
    ],
  );
  assert.equal(panic?.['errorText'], 'guest: the host has not been set up');
});

test('probe --host: a flag that host and plugin define works alone, and panics beside the host', async () => {
  assert.deepEqual(await inHost(server, flags), [`panic: ${server} flag redefined: log_dir`]);
  assert.deepEqual(statesOf(await probe([flags], { env })), ['loaded']);
  const document = await inTwin(server, [guest, flags]);
  assert.deepEqual(statesOf(document), ['loaded', 'panicked']);
  assert.equal(document.findings[0]?.['errorText'], 'host flag redefined: log_dir');
});

test('probe --host refuses another version of a module of the host, as the host does', async () => {
  const dir = copyFixture('probe/flags');
  await writeFile(
    join(dir, 'main.go'),
    'package main\n\nimport "example.com/logs"\n\nfunc Dir() string { return logs.Dir("") }\n\nfunc main() {}\n',
  );
  await go(dir, ['get', 'example.com/logs@v1.1.0'], env);
  const file = await goBuildPlugin(join(built, 'other.so'), dir, '.');
  const [refusal] = await inHost(server, file);
  assert.match(refusal ?? '', /different version of package example\.com\/logs$/);
  const document = await inTwin(server, [file]);
  assert.equal(document.findings[0]?.['errorText'], refusal);
  assert.equal(document.findings[0]?.['host'], server);
});

test('probe --host: a stripped host with -trimpath, and its source in another directory', async () => {
  const host = await buildServer(join(built, 'server-trimmed'), ['-trimpath', '-ldflags=-s -w']);
  const file = await goBuildPlugin(join(built, 'guest-trimmed.so'), source, './plugins/guest', ['-trimpath']);
  assert.deepEqual(await inHost(host, file), ['loaded']);
  const elsewhere = join(tempDir(), 'elsewhere');
  await cp(source, elsewhere, { recursive: true });
  assert.deepEqual(statesOf(await inTwin(host, [file], elsewhere)), ['loaded']);
  // Built without -trimpath, the plugin has another standard library.
  const [refusal] = await inHost(host, guest);
  const document = await inTwin(host, [guest], elsewhere);
  assert.match(refusal ?? '', /different version of package internal\//);
  assert.equal(document.findings[0]?.['errorText'], refusal);
});

test('probe --host: a stripped host, its source through a symbolic link', async () => {
  const host = join(built, 'server-stripped');
  assert.equal((await run('strip', ['-o', host, server])).exitCode, 0);
  const link = join(tempDir(), 'link');
  symlinkSync(source, link);
  assert.deepEqual(statesOf(await inTwin(host, [guest], link)), ['loaded']);
});

test('probe --host with a source of another revision, in another directory: reports how the replica differs', async () => {
  const other = join(tempDir(), 'other');
  await cp(source, other, { recursive: true });
  const api = await readFile(join(other, 'api/api.go'), 'utf8');
  await writeFile(join(other, 'api/api.go'), `${api}\n// More is new.\nfunc More() {}\n`);
  const document = await probe([guest, '--host', server, '--host-src', other], { env });
  assert.deepEqual(kindsOf(document), ['host-replica-differs', 'probe-refused']);
  const [differs] = document.findings;
  // Of core nobody sees a position.
  assert.deepEqual(
    differs?.['differing'],
    OWN.filter((path) => path !== 'example.com/host/core'),
  );
  assert.deepEqual(
    [differs['missing'], differs['reasons']],
    [[], [`the host was compiled in ${source}, the replica in ${other}`]],
  );
});

test("probe --host without the host's module cache: reports how the replica differs, and why", async () => {
  const cache = env['GOMODCACHE'] ?? '';
  const moved = { ...env, GOMODCACHE: `${cache}-moved` };
  await rename(cache, moved.GOMODCACHE);
  try {
    const document = await probe([guest, '--host', server, '--host-src', source], { env: moved });
    assert.deepEqual(kindsOf(document), ['host-replica-differs']);
    const [differs] = document.findings;
    assert.deepEqual(differs?.['differing'], ['example.com/forked', 'example.com/logs']);
    assert.deepEqual(differs['reasons'], [
      `the host was compiled from the module cache ${cache}, the replica from ${moved.GOMODCACHE}`,
    ]);
  } finally {
    await rename(moved.GOMODCACHE, cache);
  }
});

test('probe --host uses the module cache that the host names, if it exists', async () => {
  const other = { ...env, GOMODCACHE: tempDir() };
  const document = await probe([guest, '--host', server, '--host-src', source], { env: other });
  assert.deepEqual([statesOf(document), document.findings], [['loaded'], []]);
});

test('probe --host: a host of two main modules, in a workspace', async () => {
  const dir = join(tempDir(), 'workspace');
  const [main, extra] = [join(dir, 'host'), join(dir, 'extra')];
  await cp(source, main, { recursive: true });
  await mkdir(extra);
  await writeFile(join(extra, 'go.mod'), 'module example.com/extra\n\ngo 1.20\n');
  await writeFile(join(extra, 'extra.go'), 'package extra\n\ntype Extra struct{}\n');
  await writeFile(
    join(main, 'core/more.go'),
    'package core\n\nimport "example.com/extra"\n\nvar More extra.Extra\n',
  );
  await writeFile(join(dir, 'go.work'), 'go 1.20\n\nuse (\n\t./extra\n\t./host\n)\n');
  const host = await buildServer(join(built, 'server-workspace'), [], main);
  const file = await goBuildPlugin(join(built, 'guest-workspace.so'), main, './plugins/guest');
  assert.deepEqual(await inHost(host, file), ['loaded']);
  assert.deepEqual((await inTwin(host, [file], main)).findings, []);
  assert.deepEqual((await probe([file, '--host', main], { env })).findings, []);
});

test('probe --host: a host built from a vendor directory: reports what differs, and why', async () => {
  const dir = join(tempDir(), 'vendored');
  await cp(source, dir, { recursive: true });
  await go(dir, ['mod', 'vendor'], env);
  const host = await buildServer(join(built, 'server-vendored'), [], dir);
  const document = await probe([flags, '--host', host, '--host-src', dir], { env });
  const [differs] = document.findings;
  assert.deepEqual(differs?.['missing'], []);
  // api has a type of names in its own.
  const vendored = ['example.com/forked', 'example.com/local/names', 'example.com/logs'];
  assert.deepEqual(differs['differing'], [...vendored, 'example.com/host/api'].sort());
  assert.match(String(differs['reasons']), /^the host was compiled from a vendor directory: .*\/vendor\//);
  // Trimmed paths are the same as from the module cache.
  const trimmed = await buildServer(join(built, 'server-vendored-trimmed'), ['-trimpath'], dir);
  await inTwin(trimmed, [flags], dir);
});

test('probe --host asks for --host-src if another module needs one that the host replaces by a directory', async () => {
  const dir = join(tempDir(), 'needing');
  await cp(source, dir, { recursive: true });
  const needing = join(tempDir(), 'modules');
  await cp(fixtureDir('probe/modules'), needing, { recursive: true });
  const logs = join(needing, 'example.com/logs@v1.0.0');
  const lines = 'package logs\n\nimport "example.com/local/names"\n\nvar Label names.Label\n';
  await writeFile(join(logs, 'label.go'), lines);
  await writeFile(
    join(logs, 'go.mod'),
    'module example.com/logs\n\ngo 1.18\n\nrequire example.com/local v0.0.0\n',
  );
  const env = await proxyEnvironment(needing);
  await rm(join(dir, 'go.sum'));
  await go(dir, ['mod', 'tidy'], env);
  const host = join(built, 'server-needing');
  await go(dir, ['build', '-o', host, './cmd/server'], env);
  const { exitCode, stderr } = await runTool(['probe', flags, '--host', host], { env });
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /cannot be built:\n(.*\n)*Possible cause: .*example\.com\/local is replaced by \.\/local/,
  );
  const document = await probe([flags, '--host', host, '--host-src', dir], { env });
  assert.deepEqual(kindsOf(document), ['init-panic']);
});

test('probe --host with a directory with go.mod as the host', async () => {
  const document = await probe([guest, flags, '--host', source], { env });
  assert.deepEqual([statesOf(document), kindsOf(document)], [['loaded', 'panicked'], ['init-panic']]);
  // How the host is built is not known there: as the plugin is.
  const file = await goBuildPlugin(join(built, 'guest-trimmed-2.so'), source, './plugins/guest', [
    '-trimpath',
  ]);
  assert.deepEqual(statesOf(await probe([file, '--host', source], { env })), ['loaded']);
});

test('probe --host with a manifest as the host', async () => {
  const manifest = join(built, 'server.host.json');
  await writeFile(manifest, JSON.stringify(toManifest(await readHost(server, built))));
  assert.deepEqual(statesOf(await inTwin(manifest, [guest])), ['loaded']);
});

test('probe --host refuses invalid hosts and sources', async () => {
  const static_ = join(built, 'static');
  const dir = copyFixture('probe/flags');
  await goBuild(dir, static_);
  for (const [args, message, code] of [
    // A finding, as build and verify have it.
    [
      ['--host', static_],
      /^error\[[\w-]+\]: .*static cannot load plugins: it is static: it does not import plugin, /,
      1,
    ],
    [
      ['--host', server, '--host-src', dir],
      /is the module example\.com\/flags, and the host's main module is/,
      2,
    ],
    [['--host', server, '--host-src', built], /contains no go\.mod/, 2],
  ] as const) {
    const { exitCode, stderr } = await runTool(['probe', flags, ...args], { env });
    assert.equal(exitCode, code);
    assert.match(stderr, message);
  }
});

test("probe --host: modules of the host that cannot be downloaded are reported with go's message", async () => {
  const nowhere = { ...env, GOPROXY: 'off', GOMODCACHE: tempDir() };
  const host = await buildServer(join(built, 'server-trimmed-2'), ['-trimpath']);
  const { exitCode, stderr } = await runTool(['probe', flags, '--host', host], { env: nowhere });
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /a replica of .*server-trimmed-2 cannot be built:\nexample\.com\/forked: module lookup disabled/,
  );
});

test("probe --host checks downloads against the host's own hashes: different content is refused", async () => {
  const forged = join(tempDir(), 'modules');
  await cp(fixtureDir('probe/modules'), forged, { recursive: true });
  const logs = join(forged, 'example.com/logs@v1.0.0/logs.go');
  await writeFile(logs, `${await readFile(logs, 'utf8')}\nfunc init() { println("forged") }\n`);
  // A host with -trimpath names no module cache, so the one at hand is used.
  const host = await buildServer(join(built, 'server-trimmed-3'), ['-trimpath']);
  const { exitCode, stderr } = await runTool(['probe', flags, '--host', host], {
    env: await proxyEnvironment(forged),
  });
  assert.equal(exitCode, 2);
  assert.match(stderr, /checksum mismatch/);
});

test('probe --host: a package of the host that ends the process before any plugin is opened', async () => {
  const dir = join(tempDir(), 'strict');
  await cp(source, dir, { recursive: true });
  await writeFile(
    join(dir, 'core/core.go'),
    'package core\n\nimport "log"\n\nfunc init() { log.Fatal("core: no settings") }\n',
  );
  const host = await buildServer(join(built, 'server-strict'), [], dir);
  const { exitCode, stderr } = await runTool(['probe', flags, '--host', host, '--host-src', dir], { env });
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /exited before opening the first plugin: exit code 1: .*core: no settings\nWith --host, /,
  );
});
