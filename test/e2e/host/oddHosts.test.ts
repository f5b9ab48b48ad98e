/** Hosts that load no plugins, or not as they are, and hosts that record little of themselves. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Caller, WILL_LOAD } from './caller.js';

const LIBRARY = `package main

import "C"

import (
	"fmt"
	"plugin"
)

//export OpenPlugin
func OpenPlugin(name *C.char) {
	p, err := plugin.Open(C.GoString(name))
	if err != nil {
		fmt.Println("REFUSED", err)
		return
	}
	hello, _ := p.Lookup("Hello")
	fmt.Println(hello.(func() string)())
}

func main() {}
`;

const PROGRAM = `#include "libhost.h"
int main(int argc, char** argv) { OpenPlugin(argv[1]); return 0; }
`;

const OPENER = `#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char** argv) {
	void* library = dlopen(argv[1], RTLD_NOW | (argc > 3 ? RTLD_GLOBAL : RTLD_LOCAL));
	if (library == NULL) { puts(dlerror()); return 1; }
	((void (*)(char*))dlsym(library, "OpenPlugin"))(argv[2]);
	return 0;
}
`;

const REBUILD =
  'Build the host with CGO_ENABLED=1, without -extldflags=-static, and import the package plugin.';

let caller: Caller;
setUp(async () => {
  caller = await Caller.create({
    'library/main.go': LIBRARY,
    'library/go.mod': 'module example.com/library\n\ngo 1.20\n',
    'program.cc': PROGRAM,
    'opener.c': OPENER,
  });
  await caller.host('h');
  await caller.says(0, ['build', 'p', '-o', 'p.so']);
});

async function done(program: string, args: string[], dir = '.'): Promise<void> {
  const { exitCode, stderr } = await run(program, args, { cwd: caller.path(dir) });
  assert.equal(exitCode, 0, stderr);
}

/** The same from build, verify and probe, with exit code 1. */
async function refused(host: string, says: RegExp): Promise<void> {
  for (const args of [
    ['build', 'p', '-o', 'x.so'],
    ['verify', 'p.so'],
    ['probe', 'p.so'],
  ])
    assert.match(await caller.says(1, [...args, '--host', host]), says);
}

for (const [name, flags, env, reason] of [
  ['no-cgo', [], { CGO_ENABLED: '0' }, 'it was built with CGO_ENABLED=0'],
  ['static', ['-ldflags=-linkmode=external -extldflags=-static'], {}, 'it is static: .*'],
  ['internal', ['-ldflags=-linkmode=internal'], {}, 'it does not import plugin, or was linked .*'],
] as const) {
  test(`a host that loads no plugins is refused: ${name}`, async () => {
    await caller.host(name, [...flags], env);
    assert.notEqual(await caller.open(name, 'p.so'), 'hello');
    await refused(
      name,
      new RegExp(`error\\[[\\w-]+\\]: ${name} cannot load plugins: ${reason}\n +why: .*\n +${REBUILD}`),
    );
    await caller.says(0, ['host', name, '-o', `${name}.json`]);
    const said = await caller.says(1, ['build', 'p', '--host', `${name}.json`, '-o', 'x.so']);
    assert.match(said, new RegExp(`error\\[[\\w-]+\\]: ${name}\\.json cannot load plugins: `));
  });
}

test('a c-archive in a C++ program loads plugins only with -rdynamic', async () => {
  await done('go', ['build', '-buildmode=c-archive', '-o', '../libhost.a', '.'], 'library');
  const link = ['program.cc', 'libhost.a', '-lpthread'];
  await done('g++', [...link, '-o', 'plain']);
  await done('g++', [...link, '-rdynamic', '-o', 'dynamic']);
  assert.match(await caller.open('plain', 'p.so'), /no plugin module data/);
  await refused(
    'plain',
    /error\[[\w-]+\]: plain cannot load plugins: it is linked with a c-archive .*\n +why: .*\n +Link the program with -rdynamic/,
  );
  assert.equal(await caller.open('dynamic', 'p.so'), 'hello');
  assert.equal(await caller.says(0, ['verify', 'p.so', '--host', 'dynamic']), `p.so: ${WILL_LOAD}`);
});

test('a c-shared library as host loads plugins only when opened with RTLD_GLOBAL', async () => {
  await done('go', ['build', '-buildmode=c-shared', '-o', '../libhost.so', '.'], 'library');
  await done('gcc', ['opener.c', '-o', 'opener', '-ldl']);
  const open = (...how: string[]): ReturnType<typeof run> =>
    run(caller.path('opener'), [caller.path('libhost.so'), caller.path('p.so'), ...how]);
  assert.match((await open()).stderr, /no plugin module data/);
  assert.equal((await open('global')).stdout, 'hello');
  for (const args of [
    ['build', 'p', '-o', 'x.so'],
    ['verify', 'p.so'],
    ['probe', 'p.so'],
  ]) {
    const said = await caller.says(0, [...args, '--host', 'libhost.so']);
    assert.match(
      said,
      /warning\[[\w-]+\]: libhost\.so is a c-shared library, .*RTLD_GLOBAL\n +why: .*\n.*ctypes\.CDLL/,
    );
  }
});

test('a host without build info shows -trimpath in its file table', async () => {
  await caller.host('bare', ['-trimpath']);
  await done('objcopy', ['--remove-section', '.go.buildinfo', 'bare']);
  const said = await caller.says(1, ['verify', 'p.so', '--host', 'bare']);
  assert.match(
    said,
    /error\[[\w-]+\]: compiled with different settings than the host: -trimpath\n +-trimpath: not set, host true/,
  );
  assert.match(await caller.open('bare', 'p.so'), /different version of package/);
  await caller.says(0, ['host', 'bare', '-o', 'bare.json']);
  for (const host of ['bare', 'bare.json']) {
    assert.equal(await caller.says(0, ['build', 'p', '--host', host, '-o', 'x.so']), '');
    assert.equal(await caller.open('bare', 'x.so'), 'hello');
  }
  const explicit = await caller.says(1, ['build', 'p', '--host', 'bare', '-o', 'x.so', '--', '-trimpath=0']);
  assert.match(explicit, /^warning\[[\w-]+\]: -trimpath is false, but the host was built with true$/m);
  assert.match(await caller.says(0, ['probe', 'x.so']), /^x\.so: loads/);

  const kept = await caller.says(2, [
    'build',
    'p',
    '--host',
    'bare',
    '--keep',
    'github.com/some/sdk',
    '-o',
    'x.so',
  ]);
  assert.match(
    kept,
    /--keep github\.com\/some\/sdk: the host records no modules, .*\nUse a host with build info: /,
  );
  assert.doesNotMatch(
    await caller.says(2, ['build', 'p', '--host', 'bare', '--keep', '*', '-o', 'x.so']),
    /always shared/,
  );
});

test('the Go version of an obfuscated host is unknown', async () => {
  const file = await caller.host('obfuscated');
  // As garble does it, the recorded one is `unknown`, in build info and in the runtime.
  const { stdout } = await run('go', ['env', 'GOVERSION']);
  const bytes = await readFile(file);
  const unknown = Buffer.from('unknown'.padEnd(stdout.length, ' '));
  for (let at = bytes.indexOf(stdout); at >= 0; at = bytes.indexOf(stdout, at)) unknown.copy(bytes, at);
  await writeFile(file, bytes);
  const said = await caller.says(0, ['host', 'obfuscated']);
  assert.match(said, /"goVersion": "",/);
  await caller.says(0, ['verify', 'p.so', '--host', 'obfuscated']);
  const other = await caller.says(1, ['verify', await otherPlugin(), '--host', 'obfuscated']);
  assert.match(other, /a different one, which it does not record$/m);
  assert.doesNotMatch(other, /unknown/);
});

/** A plugin of a Go version whose runtime has packages of other names. */
async function otherPlugin(): Promise<string> {
  await caller.plugin('other.so', [], { GOTOOLCHAIN: 'go1.25.12' });
  return 'other.so';
}

test('-gcflags=all=-trimpath=… of a host cannot be matched', async () => {
  const gcflags = `all=-N -trimpath=${caller.dir}`;
  await caller.host('trimmed-by-hand', [`-gcflags=${gcflags}`]);
  await caller.plugin('same.so', [`-gcflags=${gcflags}`]);
  assert.match(await caller.open('trimmed-by-hand', 'same.so'), /different version of package runtime\/cgo/);
  await refused(
    'trimmed-by-hand',
    /error\[[\w-]+\]: trimmed-by-hand was built with -gcflags=all=-N -trimpath=.*, which no other build can match\n.*runtime\/cgo(.|\n)*Build the host with `go build -trimpath` instead/,
  );
  const same = await caller.says(1, ['verify', 'same.so', '--host', 'trimmed-by-hand']);
  assert.match(same, /which no other build can match/);
  assert.doesNotMatch(same, /adopts the host's settings/);
});
