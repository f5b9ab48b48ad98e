/** The files of examples/containers: their commands are run as the CI systems run them. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { copyFixture, projectDir, tempDir } from '../../support/files.js';
import { buildLoader, type Loader } from '../../support/go.js';
import { run, toolPath, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { FILE, releaseFiles, sha256, VERSION } from '../install/release.js';
import { runAction } from './compositeAction.js';

const EXAMPLES = join(projectDir, 'examples/containers');
const PROGRAM = `#!/bin/sh\nexec '${process.execPath}' '${toolPath}' "$@"\n`;
const release = tempDir();
for (const [name, content] of Object.entries(releaseFiles({ [FILE]: PROGRAM })))
  writeFileSync(join(release, name), content);

let loader: Loader;
setUp(async () => {
  loader = await buildLoader([], ['-trimpath']);
});

/** The answer of a built plugin in a host. */
async function answer(file: string): Promise<string | undefined> {
  return (await loader([file]))[0]?.answer;
}

function done({ exitCode, stdout, stderr }: Outcome): void {
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
}

test('action.yml installs the tool, names its caches and builds', async () => {
  const module = copyFixture('cli/hello');
  const inputs = { plugins: './plugin', release, version: VERSION, sha256: sha256(PROGRAM) };
  const workDir = join(tempDir(), 'work');
  const { uses } = await runAction(join(EXAMPLES, 'action.yml'), inputs, module, {
    GORENAME_PLUGIN_CACHE: workDir,
  });
  const { stdout: goCache } = await run('go', ['env', 'GOCACHE']);
  assert.deepEqual(
    uses.map(({ action, path }) => [action, path?.trim().split('\n')]),
    [['actions/cache@v4', [goCache, workDir]]],
  );
  assert.ok(existsSync(workDir));
  assert.equal(await answer(join(module, 'dist/plugin.so')), 'hello, world');
  // The newest entry with the longest equal beginning is restored.
  const [{ key = '', restoreKeys = '' } = {}] = uses;
  for (const beginning of restoreKeys.trim().split('\n')) assert.ok(key.startsWith(beginning), beginning);
});

test('gitlab-ci.yml installs the tool; its caches are below the project', async () => {
  const module = copyFixture('cli/hello');
  const text = readFileSync(join(EXAMPLES, 'gitlab-ci.yml'), 'utf8');
  const { '.gorename-plugin': job } = parse(text) as {
    '.gorename-plugin': {
      variables: Record<string, string>;
      cache: { paths: string[] };
      before_script: string[];
    };
  };
  mkdirSync(join(module, 'ci'));
  cpSync(join(projectDir, 'scripts/install.sh'), join(module, 'ci/install.sh'));
  const bin = tempDir();
  const own = {
    GORENAME_PLUGIN_RELEASE: release,
    GORENAME_PLUGIN_VERSION: VERSION,
    GORENAME_PLUGIN_SHA256: sha256(PROGRAM),
  };
  const env = Object.fromEntries(
    Object.entries({ ...job.variables, ...own }).map(([name, value]) => [
      name,
      value.replaceAll('$CI_PROJECT_DIR', module),
    ]),
  );
  for (const name of ['GOCACHE', 'GOMODCACHE', 'GORENAME_PLUGIN_CACHE'])
    assert.ok(
      job.cache.paths.some((path) => env[name]?.startsWith(join(module, path))),
      name,
    );
  const script = /script: (gorename-plugin .*)/.exec(text)?.[1];
  assert.ok(script);
  // The job is root in a container; here the tool is installed into another directory.
  const lines = [...job.before_script.map((line) => `${line} --to '${bin}'`), `PATH='${bin}':$PATH`, script];
  // Go's own cache is shared with other tests, to compile the standard library once.
  const options = { cwd: module, env: { ...env, GOCACHE: undefined, GOMODCACHE: undefined } };
  done(await run('sh', ['-ec', lines.join('\n')], options));
  assert.equal(await answer(join(module, 'dist/plugin.so')), 'hello, world');
});

test('gorename-plugin.mk installs the pinned tool once, and builds only what changed', async () => {
  const module = copyFixture('cli/hello');
  mkdirSync(join(module, 'mk'));
  cpSync(join(EXAMPLES, 'gorename-plugin.mk'), join(module, 'mk/gorename-plugin.mk'));
  cpSync(join(projectDir, 'scripts/install.sh'), join(module, 'mk/install.sh'));
  const { stdout: machine } = await run('sh', ['-c', 'echo "$(uname -s | tr A-Z a-z)_$(uname -m)"']);
  const makefile = (hash: string): string =>
    [
      `GORENAME_PLUGIN_RELEASE := ${release}`,
      `GORENAME_PLUGIN_VERSION := ${VERSION}`,
      `GORENAME_PLUGIN_SHA256_${machine} := ${hash}`,
      'include mk/gorename-plugin.mk',
      'used: plugin.so',
      '\techo used >> used',
    ].join('\n');
  const make = (): Promise<Outcome> => run('make', ['used'], { cwd: module, env: { MAKEFLAGS: undefined } });

  writeFileSync(join(module, 'Makefile'), makefile(sha256('another')));
  const refused = await make();
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, /has another SHA-256 than --sha256/);
  assert.ok(!existsSync(join(module, 'plugin.so')));

  writeFileSync(join(module, 'Makefile'), makefile(sha256(PROGRAM)));
  done(await make());
  assert.equal(await answer(join(module, 'plugin.so')), 'hello, world');
  const { mtimeMs } = statSync(join(module, 'plugin.so'));
  const again = await make();
  done(again);
  assert.doesNotMatch(again.stdout, /install\.sh/);
  assert.equal(statSync(join(module, 'plugin.so')).mtimeMs, mtimeMs);
  assert.equal(readFileSync(join(module, 'used'), 'utf8'), 'used\n');

  const main = join(module, 'plugin/main.go');
  writeFileSync(main, `${readFileSync(main, 'utf8')}\nvar Added = 1\n`);
  done(await make());
  assert.notEqual(statSync(join(module, 'plugin.so')).mtimeMs, mtimeMs);
  assert.equal(readFileSync(join(module, 'used'), 'utf8'), 'used\nused\n');
});
