/** Ten successive builds of one plugin, each after an edit, in one running host. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { buildHost, buildLoader, goBuild } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { build, edit, type Built } from './builds.js';

const BUILDS = 10;
const root = copyFixture('plugins/builds');
const dir = join(root, 'plugin');
const loader = setUp(buildLoader);

/** Edits main and the own package in turn, main first. */
const builds: Built[] = [];
const expected: string[] = [];
const current = { main: 1, own: 1 };
setUp(async () => {
  for (let number = 0; number < BUILDS; number++) {
    if (number > 0 && number % 2 === 1) {
      await edit(join(dir, 'main.go'), /const build = \d+/, `const build = ${++current.main}`);
    } else if (number > 0) {
      await edit(join(dir, 'state/state.go'), /const Build = \d+/, `const Build = ${++current.own}`);
    }
    builds.push(await build(dir, join(root, `build${number}.so`)));
    expected.push(`main ${current.main}, own ${current.own}`);
  }
});
const files = (): string[] => builds.map(({ output }) => output);

test('a host loads ten successive builds under traffic; each answers consistently, the old ones too', async () => {
  const host = await buildHost('plugins/builds/host');
  const { exitCode, stdout, stderr } = await run(host, files());
  assert.equal(exitCode, 0, stderr);
  const { calls, ...report } = JSON.parse(stdout) as { calls: number[] };
  assert.deepEqual(report, { loaded: expected, atEnd: expected, wrong: 0, stale: 0 });
  for (const count of calls) assert.ok(count >= 1000);
});

test('a host refuses the second plain build of a plugin', async () => {
  const plain = join(root, 'plain');
  const first = await goBuild(dir, join(plain, 'first.so'), ['-buildmode=plugin']);
  await edit(join(dir, 'main.go'), /const build = \d+/, 'const build = 100');
  const second = await goBuild(dir, join(plain, 'second.so'), ['-buildmode=plugin']);
  const [taken, refused] = await loader()([first, second]);
  assert.equal(taken?.error, undefined);
  assert.match(refused?.error ?? '', /plugin already loaded/);
});

test('each build has its own main package, and shares the other packages of the plugin with builds in which they are equal', async () => {
  const answers = (await loader()(files().slice(0, 3))).map(({ answer }) => answer?.split('\n'));
  assert.deepEqual(answers, [
    ['main: build 1, call 1', 'own: build 1, call 1', 'dependency: version 1, call 1'],
    // Only main differs: the own package is the first build's, and so is its counter.
    ['main: build 2, call 1', 'own: build 1, call 2', 'dependency: version 1, call 2'],
    ['main: build 2, call 1', 'own: build 2, call 1', 'dependency: version 1, call 3'],
  ]);
});

test("--isolate-own: each build has separate copies of the plugin's own packages, which it compiles again", async () => {
  const isolated: Built[] = [];
  for (const number of [200, 201]) {
    await edit(join(dir, 'main.go'), /const build = \d+/, `const build = ${number}`);
    isolated.push(await build(dir, join(root, `isolated${number}.so`), ['--isolate-own']));
  }
  const answers = (await loader()(isolated.map(({ output }) => output))).map(({ answer }) =>
    answer?.split('\n'),
  );
  const own = `own: build ${current.own}, call 1`;
  assert.deepEqual(answers, [
    ['main: build 200, call 1', own, 'dependency: version 1, call 1'],
    ['main: build 201, call 1', own, 'dependency: version 1, call 2'],
  ]);
  assert.deepEqual(isolated[1]?.compiled, ['example.com/builds', 'example.com/builds/state']);
});

test('after an edit of main, a rebuild compiles main alone, and no dependency', () => {
  const [first, mainEdited, ownEdited] = builds.map(({ compiled }) => compiled);
  assert.deepEqual(first, ['example.com/builds', 'example.com/builds/state', 'example.com/dep']);
  assert.deepEqual(mainEdited, ['example.com/builds']);
  assert.deepEqual(ownEdited, ['example.com/builds', 'example.com/builds/state']);
  assert.equal(new Set(builds.map(({ prefix }) => prefix)).size, 1);
});
