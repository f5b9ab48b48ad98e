import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import {
  buildPlain,
  buildRenamed,
  load,
  parseAnswer,
  testConstructs,
  type Constructs,
  type ToolBuild,
} from './compare.js';

const env = setUpProxy(fixtureDir('renaming/modfile/proxy'));
const workspace = copyFixture('renaming/workspace');
const dir = join(workspace, 'plugin');

let build: ToolBuild;
let leftAlone: boolean;
let plain: Constructs;
let renamed: Constructs;
setUp(async () => {
  build = await buildRenamed(dir, { env, tree: workspace });
  leftAlone = !existsSync(join(workspace, 'go.work.sum'));
  const answers = await load([await buildPlain(dir, { env }), build.output]);
  [plain = {}, renamed = {}] = answers.map(parseAnswer);
});

testConstructs('workspace', () => Promise.resolve({ plain, renamed }), {
  'another module of the workspace': 'internal to shared',
  'replace in go.work': 'a directory that go.work names',
  'version that the workspace chose': 'example.com/each v1.5.0, example.com/each v1.5.0',
});

test("build does not write go.work.sum, which go itself writes, to the user's directory", () => {
  assert.ok(leftAlone);
  assert.ok(existsSync(join(workspace, 'go.work.sum')));
});

test("all modules of the workspace are the plugin's own; what is not imported is left out", () => {
  const groups = build.packages.map(({ importPath: from, builtAs: to }) => [
    from,
    to.slice(0, to.indexOf('/')),
  ]);
  assert.deepEqual(Object.fromEntries(groups), {
    'example.com/each': build.prefix,
    'example.com/local': build.prefix,
    'example.com/workspace/plugin': build.ownPrefix,
    'example.com/workspace/shared': build.ownPrefix,
    'example.com/workspace/shared/internal/hidden': build.ownPrefix,
  });
});

test('godebug lines of go.work take effect', async () => {
  const files = { plain: join(tempDir(), 'plain'), renamed: join(tempDir(), 'renamed') };
  await go(dir, ['build', '-o', files.plain], env);
  const tool = await runTool(['build', dir, '--buildmode=exe', '-o', files.renamed], { env });
  assert.equal(tool.exitCode, 0, tool.stderr);
  const [expected, found] = await Promise.all(Object.values(files).map(defaultGodebug));
  assert.match(expected ?? '', /httplaxcontentlength=1.*panicnil=1/);
  assert.equal(found, expected);
  assert.equal((await run(files.renamed, [])).stderr, 'GODEBUG=panicnil=1');
});

async function defaultGodebug(file: string): Promise<string | undefined> {
  return /DefaultGODEBUG=(.*)/.exec((await run('go', ['version', '-m', file])).stdout)?.[1];
}

test('-mod=vendor in a workspace compiles the vendored code', async () => {
  await go(workspace, ['work', 'vendor'], env);
  const offline = { GOPROXY: 'off', GOMODCACHE: tempDir() };
  const { output } = await buildRenamed(dir, { env: offline, tree: workspace });
  assert.deepEqual((await load([output])).map(parseAnswer), [plain]);
});
