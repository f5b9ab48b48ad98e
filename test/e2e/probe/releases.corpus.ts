/** Plugins and hosts of other Go versions, and with the race detector. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { probe, statesOf } from './support.js';

const built = tempDir();
const host = setUp(copyHost);

/** The host without its modules, which are not in the module cache that has the releases. */
async function copyHost(): Promise<string> {
  const dir = copyFixture('probe/host');
  await writeFile(
    join(dir, 'go.mod'),
    'module example.com/host\n\ngo 1.18\n\nrequire example.com/local v0.0.0\n\nreplace example.com/local => ./local\n',
  );
  await rm(join(dir, 'cmd/server/main.go'));
  await writeFile(
    join(dir, 'cmd/server/main.go'),
    `package main

import (
	"fmt"
	"os"
	"plugin"

	_ "example.com/host/api"
	_ "example.com/host/core"
)

func main() {
	_, err := plugin.Open(os.Args[1])
	fmt.Println(err)
}
`,
  );
  return dir;
}

async function build(name: string, dir: string, args: string[], release: string): Promise<string> {
  const file = join(built, `${name}-${release}`);
  await go(dir, ['build', '-o', file, ...args], { GOTOOLCHAIN: release });
  return file;
}

for (const release of ['go1.18.10', 'go1.22.12', 'go1.27.0']) {
  test(`probe of host and plugin built with ${release}`, async () => {
    const server = await build('server', host(), ['./cmd/server'], release);
    const guest = await build('guest.so', host(), ['-buildmode=plugin', './plugins/guest'], release);
    assert.equal((await run(server, [guest])).stdout, '<nil>');
    const document = await probe([guest, '--host', server, '--host-src', host()]);
    assert.deepEqual([statesOf(document), document.findings], [['loaded'], []]);
    assert.deepEqual(document.plugins[0]?.exports, [
      { symbol: 'Handle', symbolKind: 'func', type: 'func(*api.Context) error', methods: [] },
    ]);
  });
}

for (const release of ['go1.22.12', 'go1.27.0']) {
  test(`probe of a plugin built with ${release}: a process of that Go version loads it, and no other`, async () => {
    const plugins = fixtureDir('probe/plugins');
    const plugin = await build('symbols.so', plugins, ['-buildmode=plugin', './symbols'], release);
    const document = await probe([plugin]);
    assert.deepEqual([statesOf(document), document.findings], [['loaded'], []]);
    assert.equal(document.plugins[0]?.exports.length, 9);

    const first = await build('symbols.so', plugins, ['-buildmode=plugin', './symbols'], 'local');
    const other = await build('waits.so', plugins, ['-buildmode=plugin', './waits'], release);
    const [finding, ...more] = (await probe([first, other])).findings;
    assert.equal(more.length, 0);
    assert.match(
      String(finding?.['errorText']),
      new RegExp(`\\(it was built with ${release}, the process with go1\\.`),
    );
  });
}

test('probe of a plugin built with go1.18, which records no Go version: the installed version loads it', async () => {
  const plugin = await build(
    'old.so',
    fixtureDir('probe/plugins'),
    ['-buildmode=plugin', './nothing'],
    'go1.18.10',
  );
  const [finding] = (await probe([plugin])).findings;
  assert.match(
    String(finding?.['errorText']),
    /no plugin module data.* \(it was built with an unknown Go version/,
  );
});

test('probe of a plugin built with -race', async () => {
  const args = ['-race', '-buildmode=plugin', './symbols'];
  const plugin = await build('race.so', fixtureDir('probe/plugins'), args, 'local');
  const document = await probe([plugin]);
  assert.deepEqual([statesOf(document), document.findings], [['loaded'], []]);
});
