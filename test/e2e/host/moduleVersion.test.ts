/** `--host MODULE@VERSION`: the versions of a released host. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { namedModule } from '../../../src/host/hostModuleVersion.js';
import { fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { proxyEnvironment } from '../../support/moduleProxy.js';
import { runTool, type Outcome } from '../../support/process.js';
import { parseValid } from '../../support/validator.js';
import { setUp } from '../../support/setUp.js';

const dir = tempDir();
const plugin = join(dir, 'plug');
let env: Record<string, string>;
setUp(async () => {
  const modules = join(dir, 'modules');
  cpSync(fixtureDir('host/sharing/modules'), modules, { recursive: true });
  const server = join(modules, 'example.com/server@v1.2.0');
  mkdirSync(join(server, 'api'), { recursive: true });
  writeFileSync(
    join(server, 'go.mod'),
    'module example.com/server\n\ngo 1.21\n\nrequire (\n\texample.com/sdk v1.0.0\n\texample.com/base v1.0.0\n)\n',
  );
  writeFileSync(
    join(server, 'main.go'),
    'package main\n\nimport (\n\t_ "example.com/sdk"\n\t_ "example.com/server/api"\n\t_ "plugin"\n)\n\nfunc main() {}\n',
  );
  writeFileSync(join(server, 'api/api.go'), 'package api\n\ntype T struct{}\n');
  env = await proxyEnvironment(modules);
  mkdirSync(plugin);
  writeFileSync(
    join(plugin, 'go.mod'),
    'module example.com/plug\n\ngo 1.21\n\nrequire (\n\texample.com/sdk v0.9.0\n\texample.com/server v1.2.0\n)\n',
  );
  writeFileSync(
    join(plugin, 'main.go'),
    'package main\n\nimport (\n\t"example.com/sdk"\n\t"example.com/server/api"\n)\n\n' +
      'func New() (sdk.Handler, api.T) { return nil, api.T{} }\n\nfunc main() {}\n',
  );
  await go(plugin, ['mod', 'tidy'], env);
});

function tool(args: string[]): Promise<Outcome> {
  return runTool(args, { cwd: dir, env });
}

test("--host=module@version shares packages at that module's versions, its main module too; the module cache does not change", async () => {
  const keep = ['--keep', 'example.com/sdk', '--keep', 'example.com/server/api'];
  const args = ['build', plugin, '--host', 'example.com/server@v1.2.0', ...keep, '-o', join(dir, 'p.so')];
  const { exitCode, stdout, stderr } = await tool([...args, '--json']);
  assert.equal(exitCode, 0, stderr);
  const { packages } = parseValid('build', stdout) as {
    packages: { importPath: string; decision: string; hostVersion?: string }[];
  };
  const kept = packages.filter(({ decision }) => decision === 'keep');
  assert.deepEqual(kept.map(({ importPath, hostVersion }) => `${importPath} ${String(hostVersion)}`).sort(), [
    'example.com/base v1.0.0',
    'example.com/sdk v1.0.0',
    'example.com/sdk/internal/clock v1.0.0',
    'example.com/server/api v1.2.0',
  ]);
});

test("--host=module@version: verify and explain accept it, and an unknown version is reported with go's message", async () => {
  const file = join(dir, 'q.so');
  assert.equal((await tool(['build', plugin, '-o', file])).exitCode, 0);
  const verified = await tool(['verify', file, '--host', 'example.com/server@latest']);
  assert.equal(verified.exitCode, 0, verified.stdout + verified.stderr);
  assert.match(verified.stdout, /may load: no known version differs/);
  assert.match(verified.stdout, /only module versions are known of example\.com\/server@v1\.2\.0: /);
  const missing = await tool(['build', plugin, '--host', 'example.com/server@v9.0.0']);
  assert.equal(missing.exitCode, 2);
  assert.match(
    missing.stderr,
    /^gorename-plugin: --host example\.com\/server@v9\.0\.0 cannot be downloaded: /,
  );
});

test('--host: only an argument with a host name and a version is read as module@version', () => {
  const names = ['example.com/a@v1.0.0', 'example.com/a/v2@latest', 'a.b@v1'];
  for (const name of names) assert.equal(namedModule(join('/cwd', name), '/cwd'), name);
  for (const name of [
    'server',
    'server@v1',
    '../example.com/a@v1',
    'example.com/a',
    'example.com/@v1',
    'a.b/-@v1 x',
  ])
    assert.equal(namedModule(join('/cwd', name), '/cwd'), undefined, name);
});
