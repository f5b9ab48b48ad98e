import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { run, runTool } from '../../support/process.js';
import { compare, type BuildDocument } from './compare.js';

const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
const here = { system: 'linux', architecture, tag: 'untagged', own: `own_${architecture}` };

test('files with constraints for this system and architecture are compiled', async () => {
  const { plain, renamed } = await compare('targets/plugin');
  assert.deepEqual(plain, here);
  assert.deepEqual(renamed, plain);
});

for (const [where, request] of Object.entries({
  'behind --': { flags: ['-tags', 'special,more'] },
  'in GOFLAGS': { env: { GOFLAGS: '-tags=special -count=1' } },
})) {
  test(`build tags ${where} add files, and packages that only those import`, async () => {
    const { plain, renamed, build } = await compare('targets/plugin', request);
    assert.deepEqual(plain, { ...here, tag: 'special' });
    assert.deepEqual(renamed, plain);
    assert.ok(build.packages.some(({ importPath }) => importPath === 'example.com/targets/special'));
  });
}

test('GOARCH of the environment builds a program for another architecture', async () => {
  const other = architecture === 'amd64' ? 'arm64' : 'amd64';
  const output = join(tempDir(), 'program');
  const args = ['build', fixtureDir('renaming/targets/plugin'), '--buildmode=exe', '--json', '-o', output];
  const { exitCode, stdout, stderr } = await runTool(args, { env: { GOARCH: other, CGO_ENABLED: '0' } });
  assert.equal(exitCode, 0, stderr);
  const { packages } = JSON.parse(stdout) as BuildDocument;
  assert.ok(packages.some(({ importPath }) => importPath === `example.com/targets/only${other}`));
  assert.ok(!packages.some(({ importPath }) => importPath === `example.com/targets/only${architecture}`));
  const info = await run('go', ['version', '-m', output]);
  assert.match(info.stdout, new RegExp(`GOARCH=${other}`));
});
