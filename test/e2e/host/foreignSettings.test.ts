/** Untrusted hosts, manifests and plugins against the real tool: they cause no command to run and no file to be written. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HostManifest } from '../../../src/host/manifest.js';
import { parseValid } from '../../support/validator.js';
import { fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Sharing } from './sharing.js';

let sharing: Sharing;
let simple: string;
let program: string;
let manifest: HostManifest;
/** What an attack would make. */
let mark: string;

setUp(async () => {
  sharing = await Sharing.create();
  simple = await sharing.source('plugins/simple', 'simple');
  program = await sharing.plain(await sharing.source('host'), 'host');
  mark = sharing.path('mark');
  const { stdout } = await tool(['host', program]);
  manifest = JSON.parse(stdout) as HostManifest;
});

function tool(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return runTool(args, { cwd: sharing.dir, env: { ...sharing.env, ...env } });
}

/**
 * Writes the manifest with `changes`.
 * @returns its name, in the directory of the tests.
 */
async function publish(changes: object, name = 'evil.json'): Promise<string> {
  await writeFile(sharing.path(name), JSON.stringify({ ...manifest, ...changes }));
  return name;
}

const withSetting = (name: string, value: string): object => ({
  settings: { ...manifest.settings, [name]: value.replaceAll('MARK', mark) },
});

/** Refused with exit code 2 and a sentence that matches; nothing has been made. */
function assertRefused({ exitCode, stdout, stderr }: Outcome, says: RegExp): void {
  assert.equal(exitCode, 2, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, says);
  assert(!existsSync(mark), stderr);
}

const WRAPPER = '-wrapper env,sh,-c,touch${IFS}MARK;exec${IFS}"$@",x';

for (const [name, value, part] of [
  ['CGO_CFLAGS', WRAPPER, '-wrapper'],
  ['CGO_CFLAGS', '-O2 -fplugin=MARK.so', '-fplugin='],
  ['CGO_CFLAGS', '-O2 -MD -MF MARK', '-MD'],
  ['CGO_CPPFLAGS', '-include MARK', '-include'],
  ['CGO_CXXFLAGS', '-B/tmp', '-B/tmp'],
  ['-gcflags', 'all=-cpuprofile=MARK', '-cpuprofile='],
  ['-gcflags', 'example.com/...=-N -memprofile MARK', '-memprofile'],
  ['-gcflags', ' all=-N -traceprofile=MARK', 'all=-N -traceprofile='],
  ['-asmflags', 'all=-trimpath=x -o MARK', '-trimpath=x'],
  ['-tags', 'a -toolexec=MARK', 'a -toolexec='],
  ['GOEXPERIMENT', 'none -toolexec=MARK', 'none -toolexec='],
  ['GOFIPS140', '../../MARK', '../../'],
] as const) {
  test(`build --host refuses ${name}=${value}`, async () => {
    const host = await publish(withSetting(name, value));
    const refused = await tool(['build', simple, '--host', host, '-o', 'refused.so']);
    assertRefused(refused, /^gorename-plugin: the host evil\.json was built with /);
    assert(refused.stderr.includes(` was built with ${name}=`), refused.stderr);
    assert(refused.stderr.includes(part) && refused.stderr.includes('not adopted'), refused.stderr);
    assert.match(refused.stderr, /what you set has precedence\.$/);
  });
}

test('all commands with --host refuse dangerous host settings, and --json reports that in a document', async () => {
  const host = await publish(withSetting('-gcflags', 'all=-cpuprofile=MARK'));
  const says = /the host evil\.json was built with -gcflags=all=-cpuprofile=/;
  assertRefused(await tool(['explain', simple, '--host', host]), says);
  assertRefused(await tool(['build', simple, '--host', host, '--dry-run']), says);
  const json = await tool(['build', simple, '--host', host, '--json']);
  assert.equal(json.exitCode, 2);
  parseValid('build', json.stdout);
});

test("a setting that the user has set replaces the host's, and is then not refused", async () => {
  const host = await publish({
    settings: {
      ...manifest.settings,
      CGO_CFLAGS: WRAPPER.replaceAll('MARK', mark),
      '-gcflags': `all=-cpuprofile=${mark}`,
    },
  });
  const args = ['explain', simple, '--host', host];
  const variable = await tool(args, { CGO_CFLAGS: '-O2' });
  assertRefused(variable, /built with -gcflags=all=-cpuprofile=/);
  const both = await tool([...args, '--', '-gcflags=example.com/none=-l'], { CGO_CFLAGS: '-O2' });
  assert.equal(both.exitCode, 0, both.stderr);
  assert.match(both.stderr, /^warning\[[\w-]+\]: CGO_CFLAGS is -O2, but the host was built with -wrapper /m);
  assert.match(
    both.stderr,
    /^warning\[[\w-]+\]: -gcflags is example\.com\/none=-l, but the host was built with all=-cpuprofile=/m,
  );
  assert(!existsSync(mark));
});

test('adopted host settings are printed once; settings that no build adopts have no effect', async () => {
  const evil = `touch ${mark}`;
  // GOPROXY is set in these tests, so that nothing is said of it.
  const programs = [
    'CC',
    'CXX',
    'FC',
    'AR',
    'PKG_CONFIG',
    'GOFLAGS',
    'GOENV',
    'GOPROXY',
    'GOROOT',
    'GOCACHEPROG',
    'GODEBUG',
  ];
  const flags = ['-toolexec', '-overlay', '-modfile', '-mod', '-pkgdir', '-exec'];
  const settings = {
    ...manifest.settings,
    ...Object.fromEntries([...programs, ...flags].map((name) => [name, evil])),
    '-gcflags': 'example.com/none=-N -l',
    '-ldflags': `-s -extld=${mark}`,
    CGO_LDFLAGS: WRAPPER.replaceAll('MARK', mark),
  };
  const host = await publish({ settings });
  const args = ['build', simple, '--host', host, '--keep', 'example.com/sdk', '-o', 'harmless.so'];
  const { exitCode, stdout, stderr } = await tool(args);
  assert.deepEqual([exitCode, stdout], [0, ''], stderr);
  assert.equal(stderr.split('\n')[0], "adopted from evil.json: '-gcflags=example.com/none=-N -l'");
  assert(!existsSync(mark));

  const all = await tool([...args, '--verbose']);
  const ignored = [
    ...all.stderr.matchAll(/^warning\[[\w-]+\]: the host was built with ([^=\n]+)=.* is not adopted$/gm),
  ];
  const unset = programs.filter((name) => name !== 'GOPROXY');
  assert.deepEqual(
    ignored.map((match) => match[1]).sort(),
    [...unset, ...flags, '-ldflags', 'CGO_LDFLAGS'].sort(),
    all.stderr,
  );
  // Without -v, the first ones and the number of the others.
  const shown = stderr.match(/ is not adopted$/gm)?.length ?? 0;
  assert(
    stderr.includes(`    and ${String(ignored.length - shown)} more of this kind; -v shows all`),
    stderr,
  );
  assert.match(
    all.stderr,
    /^adopted from evil\.json: GOTOOLCHAIN=go1\S+ GOOS=\S+ GOARCH=\S+ .*CGO_ENABLED=1/m,
  );
});

test('settings in a host binary are checked like those in its manifest', async () => {
  const flags = [`-gcflags=example.com/...=-cpuprofile=${mark}`];
  const host = await sharing.plain(sharing.path('host'), 'profiled', flags);
  await rm(mark);
  const says = /the host out\/profiled was built with -gcflags=example\.com\/\.\.\.=-cpuprofile=/;
  assertRefused(await tool(['build', simple, '--host', host, '-o', 'refused.so']), says);
});

test('verify and host refuse a manifest with control characters', async () => {
  for (const changes of [
    withSetting('-tags', 'a\u001b[2J'),
    { sonames: ['libc.so.6\n  will load'] },
    { packageHashes: { ...manifest.packageHashes, 'example.com/\u001b[31m': '00' } },
  ]) {
    const host = await publish(changes);
    for (const args of [
      ['verify', 'harmless.so'],
      ['build', simple],
      ['probe', 'harmless.so'],
    ])
      assertRefused(
        await tool([...args, '--host', host]),
        /^gorename-plugin: evil\.json is not a host manifest: its field /,
      );
    assertRefused(await tool(['host', host]), /^gorename-plugin: evil\.json is not a host manifest/);
  }
});

test('probe refuses dangerous settings in the build info of a plugin or host, unless the user sets them', async () => {
  // Only the loader is there, which the plugin's build does not compile.
  const flag = `-gcflags=gorename-plugin/...=-cpuprofile=${mark}`;
  const plugin = sharing.path('out', 'probed.so');
  await go(fixtureDir('probe/plugins'), ['build', '-buildmode=plugin', flag, '-o', plugin, './symbols']);
  const says =
    /^gorename-plugin: out\/probed\.so was built with -gcflags=gorename-plugin\/\.\.\.=-cpuprofile=/;
  assertRefused(await tool(['probe', plugin]), says);
  assertRefused(await tool(['probe', plugin], { GOFLAGS: '-gcflags=all=-N' }), says);
  const asked = await tool(['probe', plugin], { GOFLAGS: flag });
  assert.equal(asked.exitCode, 0, asked.stderr);
  await rm(mark);

  for (const [name, value, says] of [
    ['CGO_CFLAGS', WRAPPER, /^gorename-plugin: evil\.json was built with CGO_CFLAGS=-wrapper /],
    [
      'DefaultGODEBUG',
      'panicnil=1 x',
      /^gorename-plugin: evil\.json has DefaultGODEBUG=panicnil=1 x in its build info/,
    ],
    ['DefaultGODEBUG', 'panicnil=1\n\npackage main', /^gorename-plugin: evil\.json is not a host manifest/],
  ] as const)
    assertRefused(await tool(['probe', plugin, '--host', await publish(withSetting(name, value))]), says);
});

test("probe --host reads no sources outside of the user's module cache, whatever the host records", async () => {
  const everybodys = tempDir();
  mkdirSync(join(everybodys, 'cache/download'), { recursive: true });
  writeFileSync(join(everybodys, 'notes'), 'mine');
  chmodSync(everybodys, 0o777);
  const before = await snapshotTree(everybodys);
  const modules = manifest.modules.map((module) => ({
    ...module,
    dir: join(everybodys, `${module.path}@${module.version ?? ''}`),
  }));
  const plugin = sharing.path('out', 'plain.so');
  await go(fixtureDir('probe/plugins'), ['build', '-buildmode=plugin', '-o', plugin, './symbols']);
  const probed = await tool(['probe', plugin, '--host', await publish({ modules })]);
  assert.equal(probed.exitCode, 0, probed.stderr);
  assert.match(probed.stderr, /^note: the main function of \S+ was not run: .*$/);
  assert.deepEqual(await snapshotTree(everybodys), before);
});

test("a program named in the git configuration of a host's directory is not run", async () => {
  const dir = await sharing.source('host', 'checkout');
  const hook = sharing.path('hook');
  writeFileSync(hook, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  const git = (...args: string[]): Promise<Outcome> => run('git', ['-C', dir, ...args]);
  for (const args of [['init'], ['add', '.'], ['config', 'core.fsmonitor', hook]])
    assert.equal((await git(...args)).exitCode, 0);
  await git('status');
  assert(existsSync(mark), 'git itself runs it');
  await rm(mark);
  for (const args of [
    ['explain', simple],
    ['build', simple, '-o', 'x.so'],
    ['probe', sharing.path('out', 'plain.so')],
  ])
    assert.equal((await tool([...args, '--host', dir])).exitCode, 0);
  assert(!existsSync(mark));
});

test('the example manifest of the documentation is not refused', async () => {
  const written = await tool(['host', program, '-o', 'host.json']);
  assert.deepEqual([written.exitCode, written.stderr], [0, '']);
  assert.deepEqual(JSON.parse(await readFile(sharing.path('host.json'), 'utf8')), manifest);
  const explained = await tool(['explain', simple, '--host', 'host.json']);
  assert.deepEqual([explained.exitCode, explained.stderr], [0, '']);
});
