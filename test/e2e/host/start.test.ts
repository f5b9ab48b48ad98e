/** What is known of host and build is compared before anything is compiled. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseValid } from '../../support/validator.js';
import { go } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Caller, countCompiled, requireProgram, WILL_LOAD } from './caller.js';

/** Another Go version than the local one, which the module cache has. */
const OTHER = 'go1.25.12';
const ARM64 = { GOARCH: 'arm64', CGO_ENABLED: '1' };
const ARM64_CC = { ...ARM64, CC: 'aarch64-linux-gnu-gcc' };

let caller: Caller;
let cache: string;
setUp(async () => {
  await requireProgram('aarch64-linux-gnu-gcc', 'gcc-aarch64-linux-gnu');
  caller = await Caller.create();
  cache = caller.path('cache');
  await caller.host('h');
  await caller.host('h-arm64', [], ARM64_CC);
});

/**
 * A refusal with exit code 1, before anything is compiled.
 * @returns what it says.
 */
async function refusal(args: string[], env: Record<string, string> = {}): Promise<string> {
  const said = await caller.says(1, [...args, '-o', 'x.so'], { ...env, GOCACHE: cache });
  assert.ok((await countCompiled(cache)) < 20, 'something was compiled');
  assert.equal(existsSync(caller.path('x.so')), false);
  return said;
}

test("build --host refuses another platform than the host's, and warns of what the user has set", async () => {
  const said = await refusal(['build', 'p', '--host', 'h'], ARM64_CC);
  assert.match(said, /^warning\[[\w-]+\]: GOARCH is arm64, but the host was built with amd64$/m);
  assert.match(said, /^error\[[\w-]+\]: built for linux\/arm64, but the host for linux\/amd64$/m);
  const { exitCode, stdout } = await caller.tool(['build', 'p', '--host', 'h', '--json'], ARM64_CC);
  assert.equal(exitCode, 1);
  const { findings } = parseValid('build', stdout) as { findings: { kind: string }[] };
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ['host-setting-overridden', 'platform-differs'],
  );
});

test('build --host refuses a C compiler for another machine than the host, or than GOARCH', async () => {
  const advice =
    /\nInstall a C compiler for linux\/arm64, and set CC=aarch64-linux-gnu-gcc \(Debian: apt-get install gcc-aarch64-linux-gnu\)\.$/;
  const forHost = await caller.says(2, ['build', 'p', '--host', 'h-arm64', '-o', 'x.so'], { GOCACHE: cache });
  assert.match(
    forHost,
    /^gorename-plugin: the C compiler gcc compiles for amd64, but the host is for linux\/arm64\n/,
  );
  assert.match(forHost, advice);
  const without = await caller.says(2, ['build', 'p', '-o', 'x.so'], { ...ARM64, GOCACHE: cache });
  assert.match(without, /^gorename-plugin: the C compiler gcc compiles for amd64, but GOARCH is arm64\n/);
  assert.match(without, advice);
  // A flag that it does not know keeps it from linking; it says what it is for all the same.
  const arm = await caller.says(2, ['build', 'p', '-o', 'x.so'], { ...ARM64, GOARCH: 'arm', GOCACHE: cache });
  assert.match(arm, /compiles for amd64, but GOARCH is arm\n.*set CC=arm-linux-gnueabihf-gcc/);
  assert.ok((await countCompiled(cache)) < 20, 'something was compiled');
});

test('rewrite --host for another platform asks no C compiler', async () => {
  await caller.says(0, ['rewrite', 'p', '--out', 'tree'], ARM64);
  await caller.says(0, ['explain', 'p'], ARM64);
});

test('build --host and build for another platform work with its C compiler', async () => {
  const CC = 'aarch64-linux-gnu-gcc';
  await caller.says(0, ['build', 'p', '--host', 'h-arm64', '-o', 'arm64.so'], { CC });
  assert.equal(await caller.says(0, ['verify', 'arm64.so', '--host', 'h-arm64']), `arm64.so: ${WILL_LOAD}`);
});

test("build --host refuses another Go version than the host's that the user has set", async () => {
  const said = await refusal(['build', 'p', '--host', 'h'], { GOTOOLCHAIN: OTHER });
  assert.match(said, /^warning\[[\w-]+\]: GOTOOLCHAIN is go1\.25\.12, but the host was built with go1\./m);
  assert.match(
    said,
    /^error\[[\w-]+\]: built with go1\.25\.12, but the host with go1\.\d+\.\d+\n +why: .*the process crashes in plugin\.Open\.$/m,
  );
});

test('build --host with an unavailable Go version suggests to install it', async () => {
  await caller.says(0, ['host', 'h', '-o', 'h.json']);
  const version = (await go(caller.dir, ['env', 'GOVERSION'])).trim();
  const missing = version.replace(/\.\d+$/, '.99');
  const manifest = await readFile(caller.path('h.json'), 'utf8');
  await writeFile(caller.path('missing.json'), manifest.replaceAll(version, missing));
  const build = ['build', 'p', '--host', 'missing.json', '-o', 'x.so'];
  const said = await caller.says(2, build, { GOPROXY: 'off' });
  assert.match(
    said,
    new RegExp(`^gorename-plugin: the host was built with ${missing}, which is not available here: `),
  );
  assert.match(said, new RegExp(`\nInstall that Go version .*: GOTOOLCHAIN=${missing} go version\\.$`));
  assert.doesNotMatch(said, /go line/);
});

test('build --host: a failed build names the Go version, and the command shown reproduces the failure', async () => {
  const failing = await Caller.create({
    'host/go.mod': 'module example.com/host\n\ngo 1.25.0\n',
    // Since go1.26.
    'p/main.go': `package main

import "errors"

func Hello() string { _, ok := errors.AsType[error](nil); return map[bool]string{true: "y"}[ok] }

func main() {}
`,
  });
  const variables = { GOTOOLCHAIN: OTHER, CGO_CFLAGS: '-O2 -g -DTEXT=1', GOAMD64: 'v2' };
  await failing.host('h', [], variables);
  const said = await failing.says(2, ['build', 'p', '--host', 'h', '-o', 'x.so'], {
    CC: 'gcc -O1',
  });
  assert.match(
    said,
    /^gorename-plugin: go build failed with go1\.25\.12:\n# example\.com\/p\np\/main\.go:5:/,
  );
  const command = /^ {2}(cd .*)$/m.exec(said)?.[1] ?? '';
  for (const word of [
    "'CC=gcc -O1'",
    'GOAMD64=v2',
    "'CGO_CFLAGS=-O2 -g -DTEXT=1'",
    'GOTOOLCHAIN=local',
    OTHER,
  ])
    assert.ok(command.includes(word), command);
  const again = await run('bash', ['-c', command]);
  assert.notEqual(again.exitCode, 0);
  assert.match(again.stderr, /undefined: errors\.AsType/);
});

test("build --host uses the host's Go version even if GOROOT is set to another one", async () => {
  const GOROOT = (await go(caller.dir, ['env', 'GOROOT'])).trim();
  await caller.host('h-other', [], { GOTOOLCHAIN: OTHER });
  await caller.says(0, ['build', 'p', '--host', 'h-other', '-o', 'other.so'], { GOROOT });
  assert.equal(await caller.open('h-other', 'other.so'), 'hello');
});
