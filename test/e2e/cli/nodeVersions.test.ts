/** On a version of Node.js that cannot run the program, the launcher says which one is needed. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { satisfies } from 'semver';
import { projectDir, tempDir } from '../../support/files.js';
import { installNode } from '../../support/nodes.js';
import { run, toolPath } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const ADVICE =
  'Install Node.js 20.19 or a later 20.x, or 22.12 or newer. It must come first in PATH. Debian 12 has Node.js 18.';

const { engines } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as {
  engines: { node: string };
};

test('the advice names the range of package.json', () => {
  const numbers = (text: string): string[] => text.match(/\d+\.\d+/g) ?? [];
  assert.deepEqual(numbers(ADVICE), numbers(engines.node));
});

/** The oldest whose syntax the launcher keeps to, and the one of Debian 12. */
for (const version of ['12.22.12', '18.20.4']) {
  const node = setUp(() => installNode(version));
  for (const args of [['doctor'], ['--version'], ['build', '.']]) {
    test(`Node.js ${version}: ${args.join(' ')} says what to install`, async () => {
      assert.deepEqual(await run(node(), [toolPath, ...args]), {
        exitCode: 2,
        stdout: '',
        stderr: `gorename-plugin: Node.js ${version} (${node()}) is not supported\n${ADVICE}`,
      });
    });
  }
}

test('the launcher accepts the versions in the range of package.json, and no others', async () => {
  const versions = ['18.20.4', '20.18.9', '20.19.0', '20.20.2', '21.7.3', '22.11.0', '22.12.0', '22.13.1'];
  versions.push('23.0.0', '24.1.0', '100.0.0');
  const accepted = async (version: string): Promise<boolean> => {
    const preload = join(tempDir(), 'version.cjs');
    writeFileSync(preload, `Object.defineProperty(process.versions, 'node', { value: '${version}' });\n`);
    return (await run(process.execPath, ['--require', preload, toolPath, '--version'])).exitCode === 0;
  };
  const found = await Promise.all(versions.map(accepted));
  assert.deepEqual(
    versions.filter((_, index) => found[index]),
    versions.filter((version) => satisfies(version, engines.node)),
  );
});
