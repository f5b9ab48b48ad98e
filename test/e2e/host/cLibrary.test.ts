/** Hosts linked with musl, as in Alpine images, and with glibc. */
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseValid, violations } from '../../support/validator.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Caller, countCompiled, requireProgram, WILL_LOAD } from './caller.js';

const MUSL = { CC: 'musl-gcc' };
const SUGGESTION = 'set CC=musl-gcc (Debian: apt-get install musl-tools)';

let caller: Caller;
setUp(async () => {
  await requireProgram('musl-gcc', 'musl-tools');
  caller = await Caller.create();
  await caller.host('h-musl', [], MUSL);
  await caller.host('h-glibc');
  await caller.says(0, ['build', 'p', '-o', 'glibc.so']);
  await caller.says(0, ['build', 'p', '-o', 'musl.so'], MUSL);
});

test('verify: a host loads only plugins of its C library', async () => {
  assert.equal(await caller.says(0, ['verify', 'musl.so', '--host', 'h-musl']), `musl.so: ${WILL_LOAD}`);
  assert.equal(await caller.open('h-musl', 'musl.so'), 'hello');
  assert.equal(await caller.says(0, ['verify', 'glibc.so', '--host', 'h-glibc']), `glibc.so: ${WILL_LOAD}`);

  const glibc = await caller.says(1, ['verify', 'glibc.so', '--host', 'h-musl']);
  assert.match(
    glibc,
    /^glibc\.so: will be refused\n {2}error\[[\w-]+\]: linked with glibc, but the host with musl\n +why: /,
  );
  assert.ok(glibc.includes(SUGGESTION), glibc);
  const musl = await caller.says(1, ['verify', 'musl.so', '--host', 'h-glibc']);
  assert.match(musl, /error\[[\w-]+\]: linked with musl, but the host with glibc\n.*why: .*\n.* set CC=gcc /);
  assert.match(await caller.open('h-glibc', 'musl.so'), /^REFUSED .*libc\.so/);
  // What the host's system has does not make it fit.
  await caller.says(1, ['verify', 'glibc.so', '--host', 'h-musl', '--glibc', '99.0']);
  assert.match(
    await caller.says(1, ['verify', 'glibc.so', '--host', 'h-glibc', '--glibc', '2.3']),
    /requires glibc 2\.\d+, but the host's system has 2\.3$/m,
  );
});

test('build --host: the C library of CC, with its arguments, is checked before compiling', async () => {
  const cache = caller.path('empty-cache');
  const build = ['build', 'p', '--host', 'h-musl', '-o', 'x.so'];
  const refused = await caller.says(1, build, { GOCACHE: cache });
  assert.match(
    refused,
    /^error\[[\w-]+\]: the C compiler gcc links with glibc, but the host is linked with musl\n +why: /,
  );
  assert.ok(refused.includes(SUGGESTION), refused);
  assert.ok((await countCompiled(cache)) < 20, 'something was compiled');
  assert.equal(existsSync(caller.path('x.so')), false);
  const gcc = { CC: `gcc -O1 '-DTEXT=a b'`, GOCACHE: cache };
  assert.match(
    await caller.says(1, build, gcc),
    /^error\[[\w-]+\]: the C compiler gcc -O1 '-DTEXT=a b' links with glibc/,
  );

  assert.equal(await caller.says(0, build, { CC: `musl-gcc '-DTEXT=a b'` }), '');
  assert.equal(await caller.open('h-musl', 'x.so'), 'hello');
  const other = await caller.says(1, ['build', 'p', '--host', 'h-glibc', '-o', 'y.so'], MUSL);
  assert.match(
    other,
    /^error\[[\w-]+\]: the C compiler musl-gcc links with musl, but the host is linked with glibc\n +why: /,
  );
  assert.match(other, / set CC=gcc \(Debian: apt-get install gcc\)/);
});

test('build --host --json: the C library refusal follows the schema; --dry-run is refused, too, explain is not', async () => {
  const { exitCode, stdout } = await caller.tool(['build', 'p', '--host', 'h-musl', '-o', 'x.so', '--json']);
  assert.equal(exitCode, 1);
  const refusal = parseValid('build', stdout) as { findings: { kind: string }[] };
  assert.deepEqual(
    refusal.findings.map(({ kind }) => kind),
    ['c-library-differs'],
  );
  assert.notEqual(violations('build', { ...refusal, findings: [] }), '');
  await caller.says(1, ['build', 'p', '--host', 'h-musl', '--dry-run']);
  await caller.says(0, ['explain', 'p', '--host', 'h-musl']);
});

test('a manifest records the C library; without a record, the needed libraries decide', async () => {
  for (const [host, plugin, other] of [
    ['h-musl', 'musl.so', 'glibc.so'],
    ['h-glibc', 'glibc.so', 'musl.so'],
  ] as const) {
    const manifest = caller.path(`${host}.json`);
    await caller.says(0, ['host', host, '-o', manifest]);
    const document = parseValid('host', await readFile(manifest, 'utf8')) as { cLibrary?: string };
    assert.equal(document.cLibrary, host.slice(2));
    assert.notEqual(violations('host', { ...document, cLibrary: 'other' }), '');
    await caller.says(0, ['verify', plugin, '--host', manifest]);
    await caller.says(1, ['verify', other, '--host', manifest]);

    const older = caller.path('older.json');
    await writeFile(older, JSON.stringify({ ...document, cLibrary: undefined, trimmed: undefined }));
    await caller.says(0, ['verify', plugin, '--host', older]);
    await caller.says(1, ['verify', other, '--host', older]);
    await writeFile(older, JSON.stringify({ ...document, cLibrary: 'bionic' }));
    assert.match(
      await caller.says(2, ['verify', plugin, '--host', older]),
      /field cLibrary is missing or wrong/,
    );
  }
});

test('probe uses a process with the C library of the plugins, or reports that there is none', async () => {
  assert.match(await caller.says(0, ['probe', 'musl.so']), /^musl\.so: loads/);
  assert.match(await caller.says(0, ['probe', 'musl.so', '--host', 'h-musl']), /^musl\.so: loads/);
  assert.match(await caller.says(0, ['probe', 'glibc.so'], MUSL), /^glibc\.so: loads/);
  for (const [plugin, host] of [
    ['glibc.so', 'h-musl'],
    ['musl.so', 'h-glibc'],
  ] as const) {
    const { exitCode, stdout, stderr } = await caller.tool(['probe', plugin, '--host', host, '--json']);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      new RegExp(`^error\\[[\\w-]+\\]: ${plugin} is linked with ${plugin.slice(0, -3)}, but the host with `),
    );
    parseValid('probe', stdout);
  }
  assert.match(
    await caller.says(2, ['probe', 'musl.so', 'glibc.so']),
    /^gorename-plugin: glibc\.so is linked with glibc, but musl\.so with musl: .*\nProbe them one by one\./,
  );
});

test('probe without a compiler for musl names the one to install', async () => {
  const bin = caller.path('bin');
  await mkdir(bin);
  for (const program of ['go', 'gcc', 'objdump', 'as', 'ld', 'sh', 'node']) {
    const { stdout } = await run('which', [program]);
    await symlink(stdout, join(bin, program));
  }
  const said = await caller.says(2, ['probe', 'musl.so'], { PATH: bin });
  assert.match(said, /musl\.so is linked with musl, but the C compiler gcc links with glibc/);
  assert.match(said, /\nSet CC=musl-gcc \(Debian: apt-get install musl-tools\), or run probe in a container/);
});

test('a C compiler that is a script is asked like any other; a missing one is reported as before', async () => {
  const script = caller.path('my cc');
  await writeFile(script, '#!/bin/sh\nexec musl-gcc "$@"\n');
  await chmod(script, 0o755);
  await caller.says(0, ['build', 'p', '--host', 'h-musl', '-o', 'x.so'], { CC: `'${script}'` });
  const said = await caller.says(2, ['build', 'p', '--host', 'h-musl', '-o', 'x.so'], { CC: 'no-such-cc' });
  assert.match(said, /^gorename-plugin: cannot run the C compiler no-such-cc\n/);
});

test('a static host has no C library, and loads no plugins', async () => {
  await caller.host('h-static', ['-ldflags=-linkmode=external -extldflags=-static'], MUSL);
  const said = await caller.says(1, ['build', 'p', '--host', 'h-static', '-o', 'x.so']);
  assert.match(said, /^error\[[\w-]+\]: h-static cannot load plugins: it is static/);
});
