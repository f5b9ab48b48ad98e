/**
 * A small host with the contract of each host of docs/hosts: exported names and types, what is in its main module, C library, flags.
 * Its plugin needs another version of a library that the host has, too. Needs musl-gcc (Debian: musl-tools).
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { proxyEnvironment } from '../../support/moduleProxy.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { extract } from '../../support/txtar.js';
import { requireProgram } from './caller.js';

type Environment = Record<string, string>;

interface Shape {
  /** Built in the directory of the host. */
  host: { dir?: string; main?: string; flags?: string[]; env?: Environment };
  /** `flags` are those that the host's own manual gives; `file`: a plugin of one file. */
  plugin: { dir?: string; file?: string; flags?: string[]; env?: Environment };
  /** Before anything is built; `dir` is that of the shape. */
  prepare?: (dir: string) => Promise<unknown>;
  /** Lines of standard error of `build --host`, all of them: their beginnings. */
  says: RegExp[];
  /** What the host prints with the plugin. */
  answer: string;
  /** A text in main.go, and what it is replaced by: the answer then begins with `edited`. */
  edit?: [string, string];
  /** `probe` needs the source of the host's main module, where `build` has found it. */
  source?: string;
}

const MUSL = { CC: 'musl-gcc' };

async function vendor(dir: string): Promise<void> {
  for (const command of ['tidy', 'vendor']) await go(dir, ['mod', command], env);
}

const SHAPES: Record<string, Shape> = {
  krakend: {
    host: { env: MUSL },
    plugin: { env: MUSL },
    says: [],
    answer: 'backend with text 1.0, X-From: <configuration> by text 1.1',
  },
  tyk: {
    host: { flags: ['-trimpath', '-tags=goplugin'], env: { GOWORK: 'off' } },
    plugin: { flags: ['-trimpath'] },
    prepare: async (dir) => {
      await go(dir, ['work', 'init', './host', './plugin'], env);
      await go(join(dir, 'plugin'), ['mod', 'download', 'example.com/text'], env);
    },
    // What apidef imports is shared with it.
    says: [
      /^sharing example\.com\/tyk\/ctx with the host: a package of the host's main module$/,
      /^sharing example\.com\/tyk\/user with the host: a package of the host's main module$/,
      /^warning\[shared-version-older\]: the plugin requires example\.com\/text v1\.1\.0, but is compiled against the host's v1\.0\.0/,
    ],
    answer: 'alice in api of text 1.0, text 1.0',
    edit: ['s.Alias', '"edited " + s.Alias'],
    source: 'host',
  },
  gotify: {
    host: { flags: ['-ldflags=-w -s'] },
    plugin: { flags: ['-ldflags=-w -s'] },
    says: [
      /^sharing example\.com\/plugin-api \(v1\.0\.0\) with the host: exported func GetGotifyPluginInfo exposes its type Info$/,
      /^warning\[shared-version-older\]: the plugin requires example\.com\/gin v1\.1\.0, but is compiled against the host's v1\.0\.0/,
    ],
    answer: 'hooks: /base/hook says "alice with gin 1.0 and text 1.1", host text 1.0',
  },
  nakama: {
    host: { flags: ['-trimpath', '-mod=vendor', '-gcflags=-trimpath /build', '-ldflags=-s -w'] },
    plugin: { flags: ['-trimpath'] },
    prepare: async (dir) => {
      await vendor(join(dir, 'host'));
      await vendor(join(dir, 'plugin'));
    },
    says: [
      /^sharing example\.com\/common\/runtime \(v1\.0\.0\) with the host: exported func InitModule exposes its type Logger$/,
    ],
    answer: 'log: greet with text 1.1\nhello <alice>, host text 1.0\ncode 3 nothing to greet',
  },
  skipper: {
    host: { main: './cmd/skipper', flags: ['-ldflags=-X main.version=v1'] },
    plugin: { dir: 'host/plugins/filters/geoip', file: 'geoip.go' },
    says: [/^sharing example\.com\/skipper\/filters with the host: a package of the host's main module$/],
    answer: 'v1 geoip map[X-Country:<nz> by text 1.1] host text 1.0',
    source: 'host',
  },
  kubo: {
    host: { dir: 'modules/example.com/kubo@v0.43.0', main: './cmd/ipfs', flags: ['-trimpath'] },
    plugin: { flags: ['-trimpath'] },
    says: [/^sharing example\.com\/kubo\/plugin with the host: a package of the host's main module$/],
    answer: 'delay started in repo with text 1.1 map[delay:1s] host text 1.0',
    source: 'modules/example.com/kubo@v0.43.0',
  },
  ekuiper: {
    host: { main: './cmd/kuiperd', flags: ['-trimpath', '-tags=full', '-ldflags=-s -w'], env: MUSL },
    plugin: { file: 'random.go', flags: ['-trimpath'], env: MUSL },
    says: [
      /^sharing example\.com\/ekuiper\/contract\/v2\/api \(v2\.0\.0\) with the host: exported func Random exposes its type Source$/,
    ],
    answer: 'log: provision with text 1.1\nmap[value:4] <nil> host text 1.0',
  },
};

const root = tempDir();
let env: Environment;
setUp(async () => {
  await requireProgram('musl-gcc', 'musl-tools');
  // Modules of all shapes are served by one proxy.
  const all = join(root, 'all');
  for (const name of ['library', ...Object.keys(SHAPES)])
    for (const dir of [all, join(root, name)]) extract(fixtureDir(`host/shapes/${name}.txtar`), dir);
  env = await proxyEnvironment(join(all, 'modules'));
});

/** What the host prints with plugins, its exit code being 0. */
async function serve(host: string, ...files: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(host, files);
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

for (const [name, shape] of Object.entries(SHAPES)) {
  const dir = join(root, name);
  const host = join(dir, 'host.out');
  const source = shape.source === undefined ? [] : ['--host-src', join(dir, shape.source)];
  const plugin = join(dir, shape.plugin.dir ?? 'plugin');
  const { file = '.', flags = [] } = shape.plugin;
  const tool = (args: string[]): Promise<Outcome> =>
    runTool(args, { cwd: plugin, env: { ...env, ...shape.plugin.env } });

  test(`build --host alone makes a plugin that works in a host like ${name}; a plain one is refused, and verify and probe agree`, async () => {
    const hostDir = join(dir, shape.host.dir ?? 'host');
    await go(hostDir, ['mod', 'tidy'], env);
    await (shape.prepare ?? (() => go(plugin, ['mod', 'tidy'], env)))(dir);
    const { main = '.', flags: hostFlags = [] } = shape.host;
    await go(hostDir, ['build', '-o', host, ...hostFlags, main], { ...env, ...shape.host.env });

    const plain = join(dir, 'plain.so');
    const settings = ['-buildmode=plugin', ...flags];
    await go(plugin, ['build', '-o', plain, ...settings, file], { ...env, ...shape.plugin.env });
    assert.match(
      await serve(host, plain),
      /^refused: .*plugin was built with a different version of package example\.com\//,
    );
    const refused = await tool(['verify', plain, '--host', host]);
    assert.equal(refused.exitCode, 1, refused.stdout);
    assert.match(refused.stdout, /plain\.so: will be refused\n.*error\[packages-differ\]/);
    const notLoaded = await tool(['probe', plain, '--host', host, ...source]);
    assert.equal(notLoaded.exitCode, 1, notLoaded.stdout);
    assert.match(notLoaded.stdout, /plain\.so: is refused/);

    const built = join(dir, 'built.so');
    const { exitCode, stderr } = await tool(['build', file, '--host', host, '-o', built]);
    assert.equal(exitCode, 0, stderr);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('    '));
    assert.equal(lines.length, shape.says.length, stderr);
    for (const [index, said] of shape.says.entries()) assert.match(lines[index] ?? '', said);
    assert.equal(await serve(host, built), shape.answer);
    const verified = await tool(['verify', built, '--host', host]);
    assert.equal(verified.exitCode, 0, verified.stdout);
    assert.match(verified.stdout, /^\S*built\.so: will load; /);
    const loaded = await tool(['probe', built, '--host', host, ...source]);
    assert.equal(loaded.exitCode, 0, loaded.stdout);
    assert.match(loaded.stdout, /built\.so: loads \(/);

    if (shape.edit === undefined) return;
    // The host loads the edited plugin into the same process; no name for the build is given.
    const [text, changed] = shape.edit;
    const entry = join(plugin, 'main.go');
    await writeFile(entry, (await readFile(entry, 'utf8')).replace(text, changed));
    const edited = join(dir, 'edited.so');
    assert.equal((await tool(['build', file, '--host', host, '-o', edited])).exitCode, 0);
    assert.equal(await serve(host, built, edited), `${shape.answer}\nedited ${shape.answer}`);
  });
}
