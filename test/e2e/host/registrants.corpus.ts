/** The real protobuf registry: what generated code puts there is there once. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const PROTO = 'google.golang.org/protobuf/proto';
const ANYPB = 'google.golang.org/protobuf/types/known/anypb';
const KEEP = ['--keep', PROTO];

/** A plugin that wraps a message of the host's kind, recognised by its own copy of anypb or by the host's. */
const MAIN = `package main

import (
	"${PROTO}"
	"${ANYPB}"
)

// Answer returns the registered name and the size of a message.
func Answer() string {
	message := &anypb.Any{TypeUrl: "x"}
	bytes, err := proto.Marshal(message)
	if err != nil || len(bytes) != 3 {
		panic(err)
	}
	return string(message.ProtoReflect().Descriptor().FullName())
}

func main() {}
`;

let host: string;
setUp(async () => {
  const dir = copyFixture('hosts/loader');
  writeFileSync(join(dir, 'packages.go'), `package main\n\nimport (\n\t_ "${PROTO}"\n\t_ "${ANYPB}"\n)\n`);
  await go(dir, ['get', 'google.golang.org/protobuf@v1.34.1']);
  host = await goBuild(dir, join(dir, 'host'));
});

async function pluginWith(version: string): Promise<string> {
  const dir = tempDir();
  writeFileSync(join(dir, 'go.mod'), 'module example.com/wraps\n\ngo 1.20\n');
  writeFileSync(join(dir, 'main.go'), MAIN);
  await go(dir, ['get', `google.golang.org/protobuf@${version}`]);
  return dir;
}

test("anypb at the host's version is shared together with proto", async () => {
  const file = join(tempDir(), 'wraps.so');
  const built = await runTool(['build', await pluginWith('v1.34.1'), '-o', file, '--host', host, ...KEEP]);
  assert.deepEqual([built.exitCode, built.stderr], [0, '']);
  const { exitCode, stdout, stderr } = await run(host, [file]);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), { path: file, answer: 'google.protobuf.Any' });
});

test("anypb at another version than the host's is an error before the build", async () => {
  const file = join(tempDir(), 'wraps.so');
  const plugin = await pluginWith('v1.33.0');
  const args = ['build', plugin, '-o', file, '--host', host, ...KEEP];
  const { exitCode, stderr } = await runTool(args);
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    /^error\[[\w-]+\]: .*any\.pb\.go:\d+:\d+: google\.golang\.org\/protobuf\/types\/known\/anypb v1\.33\.0 registers with google\.golang\.org\/protobuf\/runtime\/protoimpl\.TypeBuilder, which is kept, and the host's copy \(v1\.34\.1\) has already registered$/m,
  );
  assert.equal(existsSync(file), false);
});

test('without sharing anypb, the host crashes at the second registration', async () => {
  const dir = await pluginWith('v1.34.1');
  const cache = (await go(dir, ['list', '-f', '{{.Dir}}', ANYPB])).trim();
  await mkdir(join(dir, 'anypb'));
  await cp(join(cache, 'any.pb.go'), join(dir, 'anypb/any.pb.go'));
  writeFileSync(
    join(dir, 'main.go'),
    readFileSync(join(dir, 'main.go'), 'utf8').replace(ANYPB, 'example.com/wraps/anypb'),
  );
  const file = await goBuild(dir, join(tempDir(), 'copied.so'), ['-buildmode=plugin']);
  const { exitCode, stdout, stderr } = await run(host, [file]);
  assert.match(`${stdout}${stderr}`, /proto: file .*any\.proto.* is already registered/);
  assert.ok(exitCode !== 0 || stdout.includes('panic'), stdout);
});
