/** Why packages are renamed, kept or split. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseValid } from '../../support/validator.js';
import { copyFixture, snapshotTree } from '../../support/files.js';
import { buildHost } from '../../support/go.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

interface Explained {
  packages: {
    importPath: string;
    builtAs: string;
    decision: string;
    reason: string;
    hostVersion: string | null;
    chain: string[];
  }[];
}

let plugin: string;
let host: string;
setUp(async () => {
  plugin = copyFixture('systems/plugin1');
  host = await buildHost('systems/golang');
});

async function explain(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return runTool(['explain', plugin, ...args]);
}

test("explain shows all packages as a tree of imports, and does not change the user's directory", async () => {
  const before = await snapshotTree(plugin);
  const { exitCode, stdout, stderr } = await explain();
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(stdout.split('\n'), [
    'example.com/plugin1 renamed: the plugin itself',
    '└── github.com/tidwall/gjson@v1.14.0 renamed: third-party package, which the host may have in a different version',
    '    ├── github.com/tidwall/match@v1.1.1 renamed: third-party package, which the host may have in a different version',
    '    └── github.com/tidwall/pretty@v1.2.0 renamed: third-party package, which the host may have in a different version',
  ]);
  assert.deepEqual(await snapshotTree(plugin), before);
});

test('explain --host shows the versions of both sides, and nothing that the host may have', async () => {
  const { stdout } = await explain('--host', host);
  assert.deepEqual(stdout.split('\n'), [
    'example.com/plugin1 renamed: the plugin itself',
    '└── github.com/tidwall/gjson@v1.14.0 (host v1.11.0) renamed: third-party package',
    '    ├── github.com/tidwall/match@v1.1.1 (also in the host) renamed: third-party package',
    '    └── github.com/tidwall/pretty@v1.2.0 (also in the host) renamed: third-party package',
  ]);
});

test('explain of one package shows both versions, and the import chain to it', async () => {
  const { stdout } = await explain('github.com/tidwall/match', '--host', host, '--rename', 'conflicts');
  assert.deepEqual(stdout.split('\n'), [
    'github.com/tidwall/match is kept: the host has the same version',
    '  plugin  v1.1.1',
    '  host    v1.1.1',
    '  path    github.com/tidwall/match',
    '  example.com/plugin1',
    '  └── github.com/tidwall/gjson',
    '      └── github.com/tidwall/match',
  ]);
});

test('explain --json lists decisions with reasons and versions, for the standard library too', async () => {
  const { stdout } = await explain('--json', '--host', host, '--keep', 'github.com/tidwall/gjson');
  const { packages } = parseValid('explain', stdout) as Explained;
  const gjson = packages.find(({ importPath }) => importPath === 'github.com/tidwall/gjson');
  assert.deepEqual(
    [gjson?.decision, gjson?.builtAs, gjson?.hostVersion, gjson?.chain.length],
    ['keep', 'github.com/tidwall/gjson', 'v1.11.0', 2],
  );
  const strings = packages.find(({ importPath }) => importPath === 'strings');
  assert.match(strings?.reason ?? '', /standard library/);
});

test('explain finds a package by the end of its import path, if only one has it', async () => {
  const { stdout } = await explain('match');
  assert.match(stdout, /^github\.com\/tidwall\/match is renamed: /);
  const { stderr } = await explain('atomic');
  assert.match(
    stderr,
    /: atomic is the end of several import paths\nName one of them: (\S+, )*(sync\/atomic|internal\/runtime\/atomic)/,
  );
  assert.match(
    (await explain('github.com/tidwall/gjsn')).stderr,
    /\nPackages in the build: github\.com\/tidwall\/gjson\./,
  );
});

test('explain refuses a package that is not imported, and a path that is not a directory', async () => {
  const unknown = await explain('github.com/tidwall');
  assert.equal(unknown.exitCode, 2);
  assert.match(
    unknown.stderr,
    /is not in the build of example.com\/plugin1.*\nPackages in the build: github.com\/tidwall\/gjson, /,
  );
  const misspelt = await explain('tidwall/mtch');
  assert.match(misspelt.stderr, /\nPackages in the build: github\.com\/tidwall\/match\.$/);
  const nowhere = await runTool(['explain', join(plugin, 'nowhere')]);
  assert.equal(nowhere.exitCode, 2);
  assert.match(nowhere.stderr, /no such directory/);
});
