/** The package that users install: compiled files that need no other package. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { installPackage } from '../install/npmPackage.js';
import { Workspace } from './workspace.js';

const workspace = Workspace.of('hello');
const installed = setUp(() => installPackage(['--ignore-scripts']));

function start(args: string[], env: Record<string, string> = {}): ReturnType<typeof run> {
  const program = join(installed(), 'bin/gorename-plugin.js');
  return run(process.execPath, [program, ...args], workspace.options({ env }));
}

test('the installed package builds a plugin', async () => {
  const { exitCode, stderr } = await start(['build', './plugin', '-o', workspace.path('plugin.so')]);
  assert.equal(exitCode, 0, stderr);
});

test('the installed package contains the parser for all systems for which its libraries have it compiled', () => {
  for (const system of ['linux-x64', 'darwin-x64', 'darwin-arm64'])
    for (const name of ['tree-sitter', 'tree-sitter-go'])
      assert(existsSync(join(installed(), 'dist/addons', system, `${name}.node`)), `${system}/${name}`);
});

test('the installed package contains the Go programs that it compiles', () => {
  for (const file of ['probe/main.go', 'typecheck/main.go', 'typecheck/go.mod'])
    assert(existsSync(join(installed(), file)), file);
});

test('the installed package builds a glob of plugins with a dependency that nothing else uses', async () => {
  const { exitCode, stdout, stderr } = await start(['build', './plug*', '--dry-run']);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /example\.com\/hello\/plugin/);
});

test('the package contains the licences of the bundled libraries', () => {
  const notices = readFileSync(join(installed(), 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['execa', 'yargs', 'fast-glob', '@nodelib/fs.walk', 'tree-sitter', 'node-addon-api']) {
    assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\n\\n(.*\\n)*?.*[Cc]opyright`, 'm'));
  }
});

test('the stack trace of a bug names TypeScript source positions', async () => {
  const breakage =
    "import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';" +
    "const exists = fs.existsSync; fs.existsSync = (path) => { if (path.endsWith('/broken*')) null.x; return exists(path); };" +
    'syncBuiltinESMExports();';
  const preload = `--import=data:text/javascript,${encodeURIComponent(breakage)}`;
  const { exitCode, stderr } = await start(['build', './broken*'], { NODE_OPTIONS: preload });
  assert.equal(exitCode, 2);
  assert.match(stderr, /this is a bug/);
  assert.match(stderr, /at expandDirectories \(src\/cli\/expandDirectories\.ts:\d+:\d+\)/);
});
