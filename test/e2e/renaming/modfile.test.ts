import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, snapshotTree, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import {
  buildPlain,
  buildRenamed,
  compare,
  load,
  parseAnswer,
  testConstructs,
  type BuildRequest,
  type Constructs,
  type ToolBuild,
} from './compare.js';

const plugin = fixtureDir('renaming/modfile/plugin');
const env = setUpProxy(fixtureDir('renaming/modfile/proxy'));
const offline = { ...env, GOPROXY: 'off' };
const noModules = { ...offline, GOMODCACHE: tempDir() };

// The tool comes first, and so has to fetch what it needs.
let build: ToolBuild;
let plain: Constructs;
let renamed: Constructs;
setUp(async () => {
  build = await buildRenamed(plugin, { env });
  const answers = (await load([await buildPlain(plugin, { env }), build.output])).map(parseAnswer);
  [plain = {}, renamed = {}] = answers;
});

testConstructs('go.mod', () => Promise.resolve({ plain, renamed }), {
  'require, with a capital letter': 'example.com/Upper v1.0.0',
  exclude: 'example.com/excluded v1.1.0',
  'replace by another module': 'example.com/fork/v3 v3.1.0, sub of example.com/fork/v3 v3.1.0',
  'replace by another version': 'example.com/each v1.5.0',
  'replace by a directory': 'a local directory',
  'pseudo-version': 'example.com/pseudo v0.0.0-20231213163000-0123456789ab',
  '+incompatible, without go.mod': 'github.com/old/incompatible v2.0.0+incompatible',
  'go line of a dependency at go1.21': 'one variable',
  'go line of a dependency at go1.22': 'a variable each',
});

test('build info has the versions of the build list', () => {
  const versions = build.packages.map(({ importPath, version }) => [importPath, version]);
  assert.deepEqual(Object.fromEntries(versions), {
    'example.com/Upper': 'v1.0.0',
    'example.com/each': 'v1.5.0',
    'example.com/excluded': 'v1.1.0',
    'example.com/forked': 'v3.1.0',
    'example.com/forked/sub': 'v3.1.0',
    'example.com/local': 'v1.0.0',
    'example.com/modfile': null,
    'example.com/pseudo': 'v0.0.0-20231213163000-0123456789ab',
    'example.com/wants': 'v1.0.0',
    'github.com/old/incompatible': 'v2.0.0+incompatible',
  });
});

test('godebug lines take effect in a program, and are recorded in a c-shared library', async () => {
  for (const mode of ['exe', 'c-shared']) {
    const dir = tempDir();
    const files = { plain: join(dir, 'plain'), renamed: join(dir, 'renamed') };
    await go(plugin, ['build', `-buildmode=${mode}`, '-o', files.plain], env);
    const tool = await runTool(['build', plugin, `--buildmode=${mode}`, '-o', files.renamed], { env });
    assert.equal(tool.exitCode, 0, tool.stderr);
    for (const file of Object.values(files)) {
      const { stdout } = await run('go', ['version', '-m', file]);
      assert.match(stdout, /DefaultGODEBUG=.*httpmuxgo121=1.*panicnil=1/);
      if (mode === 'exe') assert.equal((await run(file, [])).stderr, 'GODEBUG=panicnil=1');
    }
    const [first, second] = await Promise.all(Object.values(files).map(defaultGodebug));
    assert.equal(second, first);
  }
});

async function defaultGodebug(file: string): Promise<string | undefined> {
  return /DefaultGODEBUG=(.*)/.exec((await run('go', ['version', '-m', file])).stdout)?.[1];
}

test('offline build with a read-only module cache downloads nothing, and does not change the cache', async () => {
  const before = await snapshotTree(env['GOMODCACHE'] ?? '');
  const { output } = await buildRenamed(plugin, { env: offline, flags: ['-tags=another'] });
  assert.deepEqual((await load([output])).map(parseAnswer), [plain]);
  assert.deepEqual(await snapshotTree(env['GOMODCACHE'] ?? ''), before);
});

test('-mod=vendor compiles the vendored code, patched or not, without a module cache', async () => {
  const dir = join(copyFixture('renaming/modfile'), 'plugin');
  await go(dir, ['mod', 'vendor'], env);
  const patched = join(dir, 'vendor/example.com/Upper/upper.go');
  await writeFile(patched, (await readFile(patched, 'utf8')).replace('v1.0.0', 'patched'));

  const expected = { ...plain, 'require, with a capital letter': 'example.com/Upper patched' };
  const vendored = await compare(dir, { env: noModules });
  assert.deepEqual(vendored.plain, expected);
  assert.deepEqual(vendored.renamed, expected);

  const flags = ['-mod=mod'];
  const modules = await compare(dir, { env, flags });
  assert.deepEqual(modules.plain, plain, 'with -mod=mod, the module cache');
  assert.deepEqual(modules.renamed, plain, 'with -mod=mod, the module cache');
  const asked = await compare(dir, { env: { ...noModules, GOFLAGS: '-mod=vendor' } });
  assert.deepEqual(asked.renamed, expected, 'with GOFLAGS=-mod=vendor');
});

test("GOFLAGS=-mod=mod: a missing requirement and missing sums are not written to the user's files", async () => {
  const dir = join(copyFixture('renaming/modfile'), 'plugin');
  const goMod = join(dir, 'go.mod');
  await rm(join(dir, 'go.sum'));
  await writeFile(goMod, (await readFile(goMod, 'utf8')).replace(/\texample.com\/pseudo .*\n/, ''));
  const { output } = await buildRenamed(dir, { env: { ...env, GOFLAGS: '-mod=mod' } });
  assert.deepEqual((await load([output])).map(parseAnswer), [plain]);
  await go(dir, ['build', '-mod=mod', '-o', '/dev/null'], env);
  assert.match(await readFile(goMod, 'utf8'), /example.com\/pseudo/, 'go itself writes it');
});

test("-modfile names a file relative to the user's directory", async () => {
  const dir = join(copyFixture('renaming/modfile'), 'plugin');
  const goMod = await readFile(join(dir, 'go.mod'), 'utf8');
  const cwd = join(dir, 'files');
  await mkdir(cwd);
  await writeFile(join(cwd, 'other.mod'), goMod.replace('each v1.5.0', 'each v1.0.0'));
  await cp(join(dir, 'go.sum'), join(cwd, 'other.sum'));
  const expected = { ...plain, 'replace by another version': 'example.com/each v1.0.0' };
  const requests: BuildRequest[] = [
    { env, flags: ['-modfile=other.mod', '-mod=mod'] },
    { env: { ...env, GOFLAGS: '-modfile=other.mod' }, flags: [] },
  ];
  for (const request of requests) {
    const { output } = await buildRenamed(dir, { ...request, cwd, tree: dir });
    assert.deepEqual((await load([output])).map(parseAnswer), [expected]);
    // Only go itself may write the sum that is missing; without -mod=mod it has to be there.
    await go(cwd, ['build', ...(request.flags ?? []), '-o', '/dev/null', dir], request.env);
  }
});
