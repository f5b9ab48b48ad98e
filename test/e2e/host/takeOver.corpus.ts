/** Hosts of other releases and with flags that compile the standard library anew: nothing of it is asked of the user. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { go } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';
import { ask, Sharing } from './sharing.js';

let sharing: Sharing;
let simple: string;
let source: string;
setUp(async () => {
  sharing = await Sharing.create();
  simple = await sharing.source('plugins/simple', 'simple');
  source = await sharing.source('host');
});

interface Case {
  name: string;
  flags?: string[];
  env?: Record<string, string>;
  /** What the build says. */
  says?: RegExp[];
  /** Go version; it is found on PATH, since the proxy of the tests has no toolchains. */
  release?: string;
}

const cases: Case[] = [
  { name: 'race', flags: ['-race'] },
  {
    name: 'no optimisation',
    flags: ['-gcflags=all=-N -l'],
    says: [/^adopted from .*: '-gcflags=all=-N -l'$/],
  },
  { name: 'processor', env: { GOAMD64: 'v3' } },
  { name: 'experiment', env: { GOEXPERIMENT: 'nodwarf5' } },
  { name: 'newer release', release: 'go1.27.0', flags: ['-trimpath'] },
  { name: 'older release', release: 'go1.22.12' },
];

for (const { name, flags = [], env = {}, release, says = [] } of cases)
  test(`a host with ${name} loads what was built for it`, async () => {
    const path = release === undefined ? {} : await pathWith(release);
    const toolchain = release === undefined ? {} : { GOTOOLCHAIN: release };
    const file = name.replaceAll(' ', '-');
    const host = await sharing.plain(source, file, flags, { ...env, ...path, ...toolchain });
    const plugin = await sharing.built(
      file,
      [simple, '--host', host, '--keep', 'example.com/sdk'],
      says,
      path,
    );
    const [, line] = await ask(host, [plugin]);
    const loops = 'loops one variable and a variable each';
    assert.equal(line?.answer, `you: text 1.1 (call 1), sdk 1.0 on 1.0 (call 2), ${loops}`);
  });

test('build --host-src of a host built with another Go version', async () => {
  const path = await pathWith('go1.27.0');
  const tree = await sharing.copy('sdk', 'tree');
  const [hostSource, outer] = [join(tree, 'host'), join(tree, 'plugin')];
  await sharing.tidy(hostSource);
  await sharing.tidy(outer);
  for (const flags of [[], ['-trimpath']]) {
    const name = `monolith${flags.join('')}`;
    const host = await sharing.plain(hostSource, name, flags, { ...path, GOTOOLCHAIN: 'go1.27.0' });
    const options = [outer, '--host', host, '--host-src', hostSource, '--keep', 'example.com/monolith/api'];
    const plugin = await sharing.built(name, options, [], path);
    const [, line] = await ask(host, [plugin]);
    assert.equal(line?.answer, 'you: text 1.1, calls 2 and 3, loops one variable and a variable each');
  }
});

/** A PATH on which the go command finds a release by its name. */
async function pathWith(release: string): Promise<Record<string, string>> {
  const dir = sharing.path('releases');
  const goroot = (await go(sharing.dir, ['env', 'GOROOT'], { GOTOOLCHAIN: release })).trim();
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, release), `#!/bin/sh\nexec '${goroot}/bin/go' "$@"\n`);
  chmodSync(join(dir, release), 0o755);
  return { PATH: `${dir}${delimiter}${process.env['PATH'] ?? ''}` };
}
