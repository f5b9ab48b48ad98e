/** Ten successive builds of one plugin, each after an edit, in one running host. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { buildHost, buildLoader, goBuild } from '../../support/go.js';
import { run } from '../../support/process.js';
import { build, edit, type Built } from './editions.js';

const EDITIONS = 10;
const root = await copyFixture('plugins/editions');
const dir = join(root, 'plugin');
const loader = await buildLoader();

/** Edits main and the own package in turn, main first. */
const builds: Built[] = [];
const expected: string[] = [];
const edition = { main: 1, own: 1 };
for (let number = 0; number < EDITIONS; number++) {
  if (number > 0 && number % 2 === 1) {
    await edit(join(dir, 'main.go'), /const edition = \d+/, `const edition = ${++edition.main}`);
  } else if (number > 0) {
    await edit(join(dir, 'state/state.go'), /const Edition = \d+/, `const Edition = ${++edition.own}`);
  }
  builds.push(await build(dir, join(root, `edition${number}.so`)));
  expected.push(`main ${edition.main}, own ${edition.own}`);
}
const files = builds.map(({ output }) => output);

test('a host loads ten successive builds under traffic; each answers consistently, the old ones too', async () => {
  const host = await buildHost('plugins/editions/host');
  const { exitCode, stdout, stderr } = await run(host, files);
  assert.equal(exitCode, 0, stderr);
  const { calls, ...report } = JSON.parse(stdout) as { calls: number[] };
  assert.deepEqual(report, { loaded: expected, atEnd: expected, wrong: 0, stale: 0 });
  for (const count of calls) assert.ok(count >= 1000);
});

test('a host refuses the second plain build of a plugin', async () => {
  const plain = join(root, 'plain');
  const first = await goBuild(dir, join(plain, 'first.so'), ['-buildmode=plugin']);
  await edit(join(dir, 'main.go'), /const edition = \d+/, 'const edition = 100');
  const second = await goBuild(dir, join(plain, 'second.so'), ['-buildmode=plugin']);
  const [taken, refused] = await loader([first, second]);
  assert.equal(taken?.error, undefined);
  assert.match(refused?.error ?? '', /plugin already loaded/);
});

test('each build has its own main package, and shares the other own packages with builds in which they are equal', async () => {
  const answers = (await loader(files.slice(0, 3))).map(({ answer }) => answer?.split('\n'));
  assert.deepEqual(answers, [
    ['main: edition 1, call 1', 'own: edition 1, call 1', 'dependency: version 1, call 1'],
    // Only main differs: the own package is the first build's, and so is its counter.
    ['main: edition 2, call 1', 'own: edition 1, call 2', 'dependency: version 1, call 2'],
    ['main: edition 2, call 1', 'own: edition 2, call 1', 'dependency: version 1, call 3'],
  ]);
});

test("--isolate-own: each build has separate copies of the plugin's own packages, which it compiles again", async () => {
  const isolated: Built[] = [];
  for (const number of [200, 201]) {
    await edit(join(dir, 'main.go'), /const edition = \d+/, `const edition = ${number}`);
    isolated.push(await build(dir, join(root, `isolated${number}.so`), ['--isolate-own']));
  }
  const answers = (await loader(isolated.map(({ output }) => output))).map(({ answer }) =>
    answer?.split('\n'),
  );
  const own = `own: edition ${edition.own}, call 1`;
  assert.deepEqual(answers, [
    ['main: edition 200, call 1', own, 'dependency: version 1, call 1'],
    ['main: edition 201, call 1', own, 'dependency: version 1, call 2'],
  ]);
  assert.deepEqual(isolated[1]?.compiled, ['example.com/editions', 'example.com/editions/state']);
});

test('after an edit of main, a rebuild compiles main alone, and no dependency', () => {
  const [first, mainEdited, ownEdited] = builds.map(({ compiled }) => compiled);
  assert.deepEqual(first, ['example.com/dep', 'example.com/editions', 'example.com/editions/state']);
  assert.deepEqual(mainEdited, ['example.com/editions']);
  assert.deepEqual(ownEdited, ['example.com/editions', 'example.com/editions/state']);
  assert.equal(new Set(builds.map(({ prefix }) => prefix)).size, 1);
});
