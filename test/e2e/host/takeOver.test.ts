/** build --host takes over the host's settings; what the user sets wins. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { takeOverSettings, type BuiltBy } from '../../../src/host/takeOver.js';
import { UserError } from '../../../src/base/userError.js';
import { parseGoFlags } from '../../../src/base/goFlags.js';
import { ask, Sharing } from './sharing.js';
import { setUp } from '../../support/setUp.js';

const host: BuiltBy = {
  goVersion: 'go1.25.3 X:nodwarf5',
  goos: 'linux',
  goarch: 'amd64',
  settings: new Map([
    ['-buildmode', 'exe'],
    ['-compiler', 'gc'],
    ['-gcflags', 'all=-N -l'],
    ['-asmflags', '-S'],
    ['-ldflags', '-s -w'],
    ['-race', 'true'],
    ['-tags', 'prod,linux_only'],
    ['-trimpath', 'true'],
    ['-pgo', '/host/default.pgo'],
    ['CGO_ENABLED', '1'],
    ['CGO_CFLAGS', '-O1'],
    ['CGO_LDFLAGS', '-g'],
    ['GOAMD64', 'v3'],
    ['GOEXPERIMENT', 'nodwarf5'],
    ['GOFIPS140', 'v1.0.0'],
    ['vcs.modified', 'true'],
  ]),
};

interface User {
  env?: Record<string, string>;
  flags?: string[];
  files?: string[];
}

function take(built: BuiltBy, { env = {}, flags = [], files = [] }: User = {}) {
  const user = { env, flags: parseGoFlags(flags), exists: (file: string) => files.includes(file) };
  const { findings, ...taken } = takeOverSettings(built, user, 'the host server');
  const overridden = findings.map((finding) => {
    assert.equal(finding.kind, 'host-setting-overridden');
    return [finding.setting, finding.hostValue, finding.pluginValue];
  });
  return { ...taken, overridden };
}

test("build adopts the host's Go version, target, flags and variables, if they affect shared packages", () => {
  assert.deepEqual(take(host), {
    overrides: {
      GOTOOLCHAIN: 'go1.25.3',
      GOOS: 'linux',
      GOARCH: 'amd64',
      CGO_ENABLED: '1',
      CGO_CFLAGS: '-O1',
      GOAMD64: 'v3',
      GOEXPERIMENT: 'nodwarf5',
      GOFIPS140: 'v1.0.0',
    },
    flags: parseGoFlags(['-trimpath', '-race', '-tags=prod,linux_only', '-gcflags=all=-N -l']),
    overridden: [],
  });
});

test('a PGO profile of the host that is not here is ignored; one that is here has to be named by the user', () => {
  assert.ok(!take(host).flags.some(({ name }) => name === 'pgo'));
  const files = ['/host/default.pgo'];
  assert.throws(
    () => take(host, { files }),
    (error) =>
      error instanceof UserError &&
      error.message === 'the host server was built with -pgo=/host/default.pgo, which is not adopted' &&
      error.advice?.includes('give -pgo yourself, in GOFLAGS or, to build, after `--`') === true,
  );
  for (const flag of ['-pgo=/host/default.pgo', '-pgo=off'])
    assert.ok(!take(host, { files, flags: [flag] }).flags.some(({ name }) => name === 'pgo'));
});

test("a setting that the user has set to the host's value causes no message", () => {
  const env = { GOTOOLCHAIN: 'go1.25.3+auto', GOAMD64: 'v3', GOOS: 'linux' };
  const flags = ['-trimpath=true', '-race', '-tags', 'prod,linux_only', '-gcflags=all=-N -l'];
  const taken = take(host, { env, flags });
  assert.deepEqual(taken.overridden, []);
  assert.deepEqual(taken.flags, []);
});

test("a setting that the user has set differently replaces the host's, and is reported", () => {
  const env = { GOTOOLCHAIN: 'go1.26.8', GOAMD64: 'v1', CGO_CFLAGS: '-O2' };
  const flags = ['-trimpath=false', '-race=0', '-tags=dev', '-gcflags=all=-N'];
  const { overrides, overridden, ...taken } = take(host, { env, flags });
  assert.deepEqual(overridden, [
    ['GOTOOLCHAIN', 'go1.25.3', 'go1.26.8'],
    ['CGO_CFLAGS', '-O1', '-O2'],
    ['GOAMD64', 'v3', 'v1'],
    ['-trimpath', 'true', 'false'],
    ['-race', 'true', 'false'],
    ['-tags', 'prod,linux_only', 'dev'],
    ['-gcflags', 'all=-N -l', 'all=-N'],
  ]);
  assert.deepEqual(taken.flags, []);
  for (const name of Object.keys(env)) assert.ok(!(name in overrides), name);
});

test('a flag that the user sets and the host lacks is reported', () => {
  const plain = { ...host, settings: new Map([['-compiler', 'gc']]) };
  assert.deepEqual(take(plain, { flags: ['-race', '-trimpath'] }).overridden, [
    ['-trimpath', 'false', 'true'],
    ['-race', 'false', 'true'],
  ]);
});

test("GOTOOLCHAIN=auto, local or path is replaced by the host's Go version, if that can be requested", () => {
  for (const GOTOOLCHAIN of ['auto', 'local', 'path', ''])
    assert.equal(take(host, { env: { GOTOOLCHAIN } }).overrides['GOTOOLCHAIN'], 'go1.25.3');
  for (const goVersion of ['devel go1.27-abcdef', 'go1.25.3-vendor', ''])
    assert.ok(!('GOTOOLCHAIN' in take({ ...host, goVersion }).overrides), goVersion);
  assert.equal(take({ ...host, goVersion: 'go1.20' }).overrides['GOTOOLCHAIN'], 'go1.20');
});

test("if the host's build info has no settings, the user's flags are used", () => {
  const { flags, overridden } = take({ ...host, settings: new Map() }, { flags: ['-trimpath'] });
  assert.deepEqual([flags, overridden], [[], []]);
});

let sharing: Sharing;
let simple: string;
let program: string;
setUp(async () => {
  sharing = await Sharing.create();
  simple = await sharing.source('plugins/simple', 'simple');
  const flags = ['-trimpath', '-tags=feature', '-ldflags=-s -w'];
  program = await sharing.plain(await sharing.source('host'), 'host', flags);
});

test('a trimmed and stripped host with tags loads what was built for it', async () => {
  const options = [simple, '--host', program, '--keep', 'example.com/sdk'];
  const file = await sharing.built('taken', options);
  const [, line] = await ask(program, [file]);
  assert.match(line?.answer ?? '', /^you: text 1\.1 \(call 1\), sdk 1\.0 on 1\.0 \(call 2\)/);

  const output = sharing.path('out', 'otherwise.so');
  const otherwise = await sharing.tool([...options, '-o', output, '--', '-tags=other']);
  assert.match(otherwise.stderr, /^warning\[[\w-]+\]: -tags is other, but the host was built with feature$/m);
  assert.match(otherwise.stderr, /^error\[[\w-]+\]: compiled with different settings than the host: -tags$/m);
  assert.equal(otherwise.exitCode, 1);
  assert.equal(existsSync(output), false);

  const variable = await sharing.tool([...options, '-o', output], { GOFLAGS: '-trimpath=false' });
  assert.match(variable.stderr, /^warning\[[\w-]+\]: -trimpath is false, but the host was built with true$/m);
  assert.equal(variable.exitCode, 1);
});

test("a plugin that requires a newer Go version than the host's is refused", async () => {
  const goMod = 'module example.com/plugins/simple\n\ngo 1.99\n\nrequire example.com/sdk v1.0.0\n';
  const dir = await sharing.copy('sharing/plugins/simple', 'newest', { 'go.mod': goMod });
  const said = await sharing.refused([dir, '--host', program, '--keep', 'example.com/sdk']);
  assert.match(
    said,
    /^the host was built with go1\.\d+\.\d+, and building with it fails: .*requires go >= 1\.99/,
  );
  assert.match(said, /\nPlugin and host must have the same Go version\. Lower the go line in go\.mod/);
});
