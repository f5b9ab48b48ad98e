/**
 * The npm package on every supported line of Node.js, and on the other systems that it has compiled code for: `npm run
 * smoke`. Its archive is made and installed with --ignore-scripts.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TARGETS } from '../../scripts/program/targets.js';
import { copyFixture, projectDir, tempDir } from '../support/files.js';
import { buildHost } from '../support/go.js';
import { installNode } from '../support/nodes.js';
import { run } from '../support/process.js';
import { setUp } from '../support/setUp.js';
import { must } from './systems.js';

const VERSIONS = ['20.19.0', '22.12.0', '24.11.0', '26.0.0'];

/** The directory that the package is installed in, without its scripts and without other packages. */
const installed = setUp(async () => {
  const dir = tempDir();
  const archive = await must('npm', ['pack', '--silent', '--pack-destination', dir], projectDir);
  const flags = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  await must('npm', ['install', ...flags, '--prefix', dir, join(dir, archive.split('\n').at(-1) ?? '')]);
  return join(dir, 'node_modules/gorename-plugin');
});

const host = setUp(() => buildHost('systems/golang'));

test('the package has compiled code for all systems', () => {
  for (const { addon } of TARGETS)
    for (const name of ['tree-sitter', 'tree-sitter-go'])
      assert.ok(existsSync(join(installed(), 'dist/addons', addon, `${name}.node`)), `${addon}/${name}`);
});

for (const version of VERSIONS) {
  test(`Node.js ${version} builds a plugin that loads`, async () => {
    const node = await installNode(version);
    const systems = join(copyFixture('systems/plugin1'), '..');
    const tool = async (...args: string[]): Promise<string> => {
      const program = join(installed(), 'bin/gorename-plugin.js');
      const env = { GORENAME_PLUGIN_CACHE: join(systems, 'cache') };
      const { exitCode, stdout, stderr } = await run(node, [program, ...args], { cwd: systems, env });
      assert.equal(exitCode, 0, `${args.join(' ')}\n${stdout}\n${stderr}`);
      return stdout;
    };
    assert.match(await tool('doctor'), new RegExp(`Node\\.js ${version.replaceAll('.', '\\.')}`));
    await tool('build', './plugin1', '-o', 'plugin.so');
    assert.equal((await run(host(), ['plugin.so'], { cwd: systems })).stdout, 'true');
    assert.match(await tool('verify', 'plugin.so'), /github\.com\/tidwall\/gjson@v1\.14\.0 -> t_/);
  });
}
