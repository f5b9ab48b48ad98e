/** Registries of modules that are renamed with the plugin's own: in a plugin, and in trees. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

let dir: string;
let plugin: string;
let host: string;
setUp(async () => {
  dir = copyFixture('isolation/grouped');
  plugin = join(dir, 'mono/plugins/a/cmd/plug');
  host = await goBuild(join(dir, 'host'), join(dir, 'host.exe'));
});

/** What the plugin answers in a host, between the host's own answers. */
async function expectIsolated(file: string): Promise<void> {
  const { exitCode, stdout, stderr } = await run(host, [file]);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(stdout.split('\n'), [
    'third 1 with level and dep 1, found dep',
    "plugin's third 1 with plugin's level and plugin's dep 1, found plugin's dep; " +
      "plugin's level; plugin's dep plugin's third plugin's level 1 1",
    'third 2 with level and dep 2, found dep',
  ]);
}

test("build makes registrations of dependencies and of grouped modules private, and the plugin's own code finds both", async () => {
  const output = join(dir, 'built.so');
  const { exitCode, stdout, stderr } = await runTool(['build', plugin, '-o', output, '--json']);
  assert.equal(exitCode, 0, stderr);
  await expectIsolated(output);
  const { isolated } = JSON.parse(stdout) as { isolated: { importPath: string }[] };
  assert.deepEqual(
    new Set(isolated.map((use) => use.importPath)),
    new Set([
      'example.com/dep',
      'example.com/mono/internal/level',
      'example.com/mono/plugins/a/settings',
      'third.example/party',
    ]),
  );

  const shared = join(dir, 'shared.so');
  assert.equal((await runTool(['build', plugin, '-o', shared, '--no-isolate=flag'])).exitCode, 0);
  assert.match((await run(host, [shared])).stderr, /flag redefined: (dep|level|third)/);
});

for (const options of [[], ['--isolate-own']]) {
  test(`rewrite --tests ${options.join('')}: the tree builds alike, and its tests pass without warnings`, async () => {
    const tree = join(dir, `tree${options.join('')}`);
    const rewritten = await runTool(['rewrite', plugin, '--out', tree, '--tests', ...options]);
    assert.equal(rewritten.exitCode, 0, rewritten.stderr);
    assert.equal(rewritten.stderr, '');
    await expectIsolated(
      await goBuild(join(tree, 'cmd/plug'), join(tree, 'built.so'), ['-buildmode=plugin']),
    );
    await go(tree, ['vet', './...']);
    assert.match(await go(tree, ['test', './...']), /^ok .*\/example\.com\/mono\/plugins\/a\/settings/m);
  });
}
