/** With `{closure}` in --prefix, a dependency keeps its name until it, or something that it imports, changes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, edit, type Built } from '../plugins/builds.js';
import { copyFixture } from '../../support/files.js';
import { setUp } from '../../support/setUp.js';
import { compare, load, parseAnswer, type Constructs } from './compare.js';

const CLOSURE = ['--prefix', 't_{closure}'];

let root: string;
let plugin: string;
let first: Built;
let second: Built;
setUp(async () => {
  root = copyFixture('renaming/closures');
  plugin = join(root, 'plugin');
  first = await build(plugin, join(root, 'first.so'), CLOSURE);
  await edit(join(root, 'leaf/leaf.go'), 'Version = "1"', 'Version = "2"');
  second = await build(plugin, join(root, 'second.so'), CLOSURE);
});

const MAIN = ['example.com/closures', 'example.com/closures/own'];
const CHANGED = [
  'example.com/guarded',
  'example.com/guarded/internal/inner',
  'example.com/leaf',
  'example.com/mixed/a',
  'example.com/puller',
  'example.com/user',
];
const UNCHANGED = [
  'example.com/apart',
  'example.com/embedder',
  'example.com/embedder/below',
  'example.com/guarded/other',
  'example.com/mixed/b',
];

test('{closure} in --prefix: each dependency has its own prefix', () => {
  for (const { importPath: from, builtAs: to } of first.packages) {
    assert.match(to, MAIN.includes(from) ? /^t_[0-9a-f]{12}_[0-9a-f]{8}\// : /^t_[0-9a-f]{12}\//);
  }
  const prefixes = [...CHANGED, ...UNCHANGED].map((path) => prefixIn(first, path));
  assert.ok(new Set(prefixes).size > 6, String(prefixes));
});

test('{closure} in --prefix: packages that may only import each other under one prefix share it', () => {
  assert.equal(prefixIn(first, 'example.com/guarded'), prefixIn(first, 'example.com/guarded/internal/inner'));
  assert.notEqual(prefixIn(first, 'example.com/guarded'), prefixIn(first, 'example.com/guarded/other'));
  assert.equal(prefixIn(first, 'example.com/embedder'), prefixIn(first, 'example.com/embedder/below'));
});

test('{closure} in --prefix: the first build compiles all, the next only what has changed, its importers and its users by name', () => {
  assert.deepEqual(first.compiled, [...CHANGED, ...UNCHANGED, ...MAIN, SHIM].sort());
  assert.deepEqual(second.compiled, [...CHANGED, ...MAIN, SHIM].sort());
  for (const path of UNCHANGED) assert.equal(prefixIn(second, path), prefixIn(first, path), path);
  for (const path of CHANGED) assert.notEqual(prefixIn(second, path), prefixIn(first, path), path);
});

test('{closure} in --prefix: two builds load into one host, each runs its own version, and they share equal packages', async () => {
  assert.deepEqual((await load([first.output, second.output])).map(parseAnswer), [
    answer('1', 1),
    answer('2', 2),
  ]);
  assert.deepEqual((await load([second.output, first.output])).map(parseAnswer), [
    answer('2', 1),
    answer('1', 2),
  ]);
});

test('{closure} in --prefix: a build without a change keeps all names and compiles nothing', async () => {
  const third = await build(plugin, join(root, 'third.so'), CLOSURE);
  assert.deepEqual(third.compiled, []);
  assert.deepEqual(third.packages, second.packages);
});

for (const fixture of ['cgo/plugin/cmd/plug', 'embed/plugin', 'imports/plugin', 'symbols/plugin']) {
  test(`{closure} in --prefix: ${fixture} behaves like the plain build`, async () => {
    const { plain, renamed } = await compare(fixture, { args: CLOSURE });
    assert.deepEqual(renamed, plain);
  });
}

/** The shim for `flag`, which user registers with. */
const SHIM = 'gorename.isolate/flag';

function prefixIn({ packages }: Built, importPath: string): string | undefined {
  return packages.find((pkg) => pkg.importPath === importPath)?.builtAs.split('/')[0];
}

function answer(version: string, count: number): Constructs {
  return {
    leaf: version,
    user: `flag of ${version}`,
    apart: String(count),
    mixed: `${version}b`,
    guarded: `inner ${version} other`,
    puller: `secret of ${version}`,
    embedder: 'embedded embedded',
    own: 'own',
  };
}
