import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { buildHost, buildLoader, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const plugin = fixtureDir('systems/plugin');
const called = { exitCode: 0, stdout: '3', stderr: '' };
let host: string;
setUp(async () => {
  host = await buildHost('systems/golang');
});
const output = tempDir();

test('fixture plugin, without third-party modules: plain, it loads and Add is called', async () => {
  const file = await goBuild(plugin, join(output, 'plain.so'), ['-buildmode=plugin']);
  assert.deepEqual(await run(host, [file, 'Add']), called);
});

test('fixture plugin: renamed, it loads and Add is called', async () => {
  const tree = await snapshotTree(plugin);
  const file = join(output, 'renamed.so');
  const build = await runTool(['build', plugin, '-o', file]);
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await run(host, [file, 'Add']), called);
  assert.deepEqual(await snapshotTree(plugin), tree);
});

test("without -o the output has the name of the plugin's directory, and is written to the current directory", async () => {
  const build = await runTool(['build', plugin], { cwd: output });
  assert.equal(build.exitCode, 0, build.stderr);
  assert.deepEqual(await run(host, ['plugin.so', 'Add'], { cwd: output }), called);
});

test('fixture plugin: one process loads two renamed builds, and refuses two plain ones', async () => {
  const dir = copyFixture('systems/plugin');
  const loader = await buildLoader();
  const files = { plain: [] as string[], renamed: [] as string[] };
  for (const name of ['first', 'second']) {
    const answer = `package main\n\nfunc Answer() string { return "${name}" }\n`;
    await writeFile(join(dir, 'answer.go'), answer);
    files.plain.push(await goBuild(dir, join(output, `${name}-plain.so`), ['-buildmode=plugin']));
    const file = join(output, `${name}.so`);
    const build = await runTool(['build', dir, '-o', file]);
    assert.equal(build.exitCode, 0, build.stderr);
    files.renamed.push(file);
  }
  const [, refused] = await loader(files.plain);
  assert.match(refused?.error ?? '', /plugin already loaded$/);
  assert.deepEqual(
    (await loader(files.renamed)).map(({ answer }) => answer),
    ['first', 'second'],
  );
});
