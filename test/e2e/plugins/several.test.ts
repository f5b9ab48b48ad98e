/** Two plugins in one host: with different versions of a dependency, and with equal dependencies. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAnswer, type Constructs } from '../renaming/compare.js';
import { copyFixture } from '../../support/files.js';
import { buildLoader, goBuild, type Loader } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';
import { build, edit } from './builds.js';

let root: string;
let first: string;
let second: string;
let third: string;
let loader: Loader;
setUp(async () => {
  root = copyFixture('plugins/builds');
  await cp(join(root, 'dep'), join(root, 'dep2'), { recursive: true });
  await edit(join(root, 'dep2/dep.go'), 'Version = 1', 'Version = 2');
  first = join(root, 'plugin');
  second = await copyPlugin('second', '../dep2');
  third = await copyPlugin('third', '../dep');
  loader = await buildLoader();
});

test('plugins with different versions of a dependency load in either order, each with its own version', async () => {
  const one = (await build(first, join(root, 'one.so'))).output;
  const two = (await build(second, join(root, 'two.so'))).output;
  const expectedOne = answer(1, 1);
  const expectedTwo = answer(2, 1);
  assert.deepEqual(await load([one, two]), [expectedOne, expectedTwo]);
  assert.deepEqual(await load([two, one]), [expectedTwo, expectedOne]);

  const plain = [first, second].map((dir, index) =>
    goBuild(dir, join(root, `plain${index}.so`), ['-buildmode=plugin']),
  );
  const [, refused] = await loader(await Promise.all(plain));
  assert.match(refused?.error ?? '', /different version of package example\.com\/dep$/);
});

test('plugins with equal dependencies share them and their global variables, compiled once', async () => {
  const one = await build(first, join(root, 'one.so'));
  const same = await build(third, join(root, 'same.so'));
  assert.equal(same.prefix, one.prefix);
  assert.deepEqual(same.compiled, ['example.com/third', 'example.com/third/state']);
  assert.deepEqual(await load([one.output, same.output]), [answer(1, 1), answer(1, 2)]);
  assert.deepEqual(await load([same.output, one.output]), [answer(1, 1), answer(1, 2)]);
});

test('{plugin} in --prefix gives each plugin separate dependencies', async () => {
  const template = ['--prefix', 't_{time}_{hash}_{plugin}'];
  const one = await build(first, join(root, 'apart1.so'), template);
  const same = await build(third, join(root, 'apart2.so'), template);
  assert.match(one.prefix, /^t_\d+_[0-9a-f]{8}_builds$/);
  assert.match(same.prefix, /^t_\d+_[0-9a-f]{8}_third$/);
  assert.deepEqual(await load([one.output, same.output]), [answer(1, 1), answer(1, 1)]);
});

/** A plugin of another name, with the dependency in `dep`. */
async function copyPlugin(name: string, dep: string): Promise<string> {
  const dir = join(root, name);
  await cp(first, dir, { recursive: true });
  await edit(join(dir, 'go.mod'), 'example.com/builds', `example.com/${name}`);
  await edit(join(dir, 'main.go'), 'example.com/builds', `example.com/${name}`);
  if (dep !== '../dep') await edit(join(dir, 'go.mod'), '../dep', dep);
  return dir;
}

/** Main and the own package are each plugin's own, so only the dependency's line differs. */
function answer(version: number, call: number): Constructs {
  return {
    main: 'build 1, call 1',
    own: 'build 1, call 1',
    dependency: `version ${version}, call ${call}`,
  };
}

async function load(files: string[]): Promise<Constructs[]> {
  return (await loader(files)).map(({ answer, error }) => {
    assert.equal(error, undefined);
    return parseAnswer(answer);
  });
}
