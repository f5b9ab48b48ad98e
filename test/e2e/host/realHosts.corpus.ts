/** Real hosts, built from their released modules, each with a plugin that needs other versions than they have. */
import assert from 'node:assert/strict';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const KUBO = 'github.com/ipfs/kubo@v0.42.0';
const GOLANGCI_LINT = 'github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0';
const bin = tempDir();
const env = { GOBIN: bin, CGO_ENABLED: '1' };

setUp(async () => {
  await go(bin, ['install', '-trimpath', GOLANGCI_LINT], env);
  // Built as from a clone, because go install refuses a go.mod with exclude lines.
  const { Dir } = JSON.parse(await go(bin, ['mod', 'download', '-json', KUBO])) as { Dir: string };
  const clone = join(tempDir(), 'kubo');
  await cp(Dir, clone, { recursive: true });
  await run('chmod', ['-R', 'u+w', clone]);
  await go(clone, ['build', '-trimpath', '-o', bin, './cmd/ipfs'], env);
});

/**
 * A copy of a plugin.
 * @returns its directory, with a go.sum.
 */
async function source(fixture: string): Promise<string> {
  const dir = copyFixture(fixture);
  await go(dir, ['mod', 'tidy']);
  return dir;
}

/** What `verify --host` predicts, and its exit code. */
async function predicted(file: string, host: string): Promise<[number, string]> {
  const { exitCode, stdout } = await runTool(['verify', file, '--host', host]);
  return [exitCode, stdout.split(/[;\n]/)[0]?.replace(file, 'file') ?? ''];
}

const REFUSED: [number, string] = [1, 'file: will be refused'];
const LOADS: [number, string] = [0, 'file: will load'];

/** Builds with `--host` alone. `original`: a module that the plugin has its own version of. */
async function build(plugin: string, host: string, file: string, original: string): Promise<string> {
  const { exitCode, stderr } = await runTool(['build', plugin, '--host', host, '-o', file]);
  assert.equal(exitCode, 0, stderr);
  const { stdout } = await runTool(['verify', file]);
  assert.match(stdout, new RegExp(`^ +${original} -> t_`, 'm'));
  return stderr;
}

test('Kubo: the plugin is initialized by every command', async () => {
  const plugin = await source('hosts/kubo');
  const host = join(bin, 'ipfs');
  const ipfs = async (file: string): Promise<Outcome> => {
    const repository = tempDir();
    const env = { IPFS_PATH: repository };
    assert.equal((await run(host, ['init', '--empty-repo'], { env })).exitCode, 0);
    await mkdir(join(repository, 'plugins'), { recursive: true });
    assert.equal((await run('install', ['-m', '755', file, join(repository, 'plugins')])).exitCode, 0);
    return run(host, ['version'], { env });
  };

  const plain = await goBuild(plugin, join(bin, 'kubo-plain.so'), ['-buildmode=plugin', '-trimpath']);
  assert.match((await ipfs(plain)).stderr, /plugin was built with a different version of package/);
  assert.deepEqual(await predicted(plain, host), REFUSED);

  const file = join(bin, 'kubo.so');
  const said = await build(plugin, host, file, 'github.com/mattn/go-runewidth@v0.0.24');
  assert.match(
    said,
    /^sharing github\.com\/ipfs\/kubo\/plugin with the host: a package of the host's main module$/m,
  );
  const { exitCode, stdout, stderr } = await ipfs(file);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /^plugin: width 4 configuration <nil>$/m);
  assert.match(stdout, /^ipfs version 0\.42\.0/);
  assert.deepEqual(await predicted(file, host), LOADS);
});

test('golangci-lint: the analyzer of a plugin reports in a checked module', async () => {
  const plugin = await source('hosts/golangci-lint/plugin');
  const host = join(bin, 'golangci-lint');
  const lint = async (file: string): Promise<Outcome> => {
    const checked = copyFixture('hosts/golangci-lint/checked');
    assert.equal((await run('cp', [file, join(checked, 'plugin.so')])).exitCode, 0);
    return run(host, ['run', './...'], { cwd: checked, env: { GOLANGCI_LINT_CACHE: tempDir() } });
  };

  const plain = await goBuild(plugin, join(bin, 'lint-plain.so'), ['-buildmode=plugin', '-trimpath']);
  assert.match((await lint(plain)).stderr, /plugin was built with a different version of package/);
  assert.deepEqual(await predicted(plain, host), REFUSED);

  const file = join(bin, 'lint.so');
  const said = await build(plugin, host, file, 'github.com/hashicorp/go-version@v1.6.0');
  assert.match(said, /^sharing golang\.org\/x\/tools\/go\/analysis \(v0\.\d+\.0\) with the host: /m);
  const { exitCode, stdout, stderr } = await lint(file);
  assert.equal(exitCode, 1, stderr);
  assert.match(stdout, /^checked\.go:4:5: Forbidden is no name, version 1\.2\.0 <nil> \(versions\)$/m);
  assert.deepEqual(await predicted(file, host), LOADS);
});
