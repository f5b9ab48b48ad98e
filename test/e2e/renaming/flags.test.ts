import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir } from '../../support/files.js';
import { runTool } from '../../support/process.js';
import { compare, type BuildRequest, type Constructs } from './compare.js';

const plugin = fixtureDir('renaming/flags/plugin');
const UNSET = { main: 'unset', own: 'unset', dep: 'unset', 'dep/sub': 'unset', 'dotted.v1': 'unset' };

/** Both builds give these names, and leave out the bounds checks of these packages. */
function testFlags(title: string, request: BuildRequest, names: Constructs, unchecked: string[] = []): void {
  test(`a go build flag has the effect that it has with go build: ${title}`, async () => {
    const { plain, renamed } = await compare('flags/plugin', request);
    const expected = Object.entries({ ...UNSET, ...names }).map(([path, name]) => {
      return [path, `${name}, ${unchecked.includes(path) ? 'unchecked' : 'checked'}`];
    });
    assert.deepEqual(plain, Object.fromEntries(expected), 'the plain build');
    assert.deepEqual(renamed, plain, 'the renamed build');
  });
}

testFlags(
  '-ldflags -X: main, own, dependency, dotted path; both spellings, spaces and quotes in values',
  {
    flags: [
      '-ldflags=-s -w -X main.Name=plain -X=example.com/flags/own.Name=joined ' +
        `-X 'example.com/dep.Name=two words' "--X=example.com/dep/sub.Name=it's a=b" ` +
        '-X gopkg.in/dotted.v1.Name=$HOME',
    ],
  },
  { main: 'plain', own: 'joined', dep: 'two words', 'dep/sub': "it's a=b", 'dotted.v1': '$HOME' },
);

testFlags(
  '-ldflags -X in GOFLAGS, main called by its import path',
  { env: { GOFLAGS: `'-ldflags=-X example.com/flags.Name=path -X "example.com/dep.Name=from GOFLAGS"'` } },
  { main: 'path', dep: 'from GOFLAGS' },
);

testFlags(
  '-ldflags in GOFLAGS and after --: only the latter counts, as with go itself',
  {
    env: { GOFLAGS: '-ldflags=-X=example.com/dep.Name=GOFLAGS' },
    flags: ['-ldflags', '-X example.com/flags/own.Name=behind'],
  },
  { own: 'behind' },
);

testFlags(
  '-ldflags for a pattern: the last that matches main counts',
  {
    flags: [
      '-ldflags=example.com/...=-X example.com/dep.Name=matches',
      '-ldflags=example.org/...=-X example.com/dep.Name=other',
    ],
  },
  { dep: 'matches' },
);

testFlags('-gcflags without a pattern is for main alone', { flags: ['-gcflags=-B'] }, {}, ['main']);

testFlags(
  '-gcflags for import path patterns',
  { flags: ['-gcflags=example.com/dep/...=-B', '-gcflags', 'gopkg.in/dotted.v1=-B'] },
  {},
  ['dep', 'dep/sub', 'dotted.v1'],
);

testFlags('-gcflags for a wildcard within an element', { flags: ['-gcflags=example.com/d...=-B'] }, {}, [
  'dep',
  'dep/sub',
]);

testFlags('-gcflags for directories, in GOFLAGS', { env: { GOFLAGS: '-gcflags=./own=-B' } }, {}, ['own']);

testFlags('-gcflags for all packages of the module', { flags: ['-gcflags=./...=-B'] }, {}, ['main', 'own']);

testFlags(
  '-gcflags twice: the last pattern that matches counts',
  { flags: ['-gcflags=example.com/...=-B', '-gcflags=example.com/dep/sub='] },
  {},
  ['main', 'own', 'dep'],
);

test('a flag value with both kinds of quotes, which go cannot pass on, is refused', async () => {
  const output = join(plugin, 'never.so');
  const { exitCode, stderr } = await runTool([
    'build',
    plugin,
    '-o',
    output,
    '--',
    `-ldflags=-X main.Name=a'b"c`,
  ]);
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /both kinds of quotes/);
});
