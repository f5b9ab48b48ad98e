/** The npm package on every supported line of Node.js. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, projectDir } from '../../support/files.js';
import { buildHost } from '../../support/go.js';
import { installNode } from '../../support/nodes.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { installPackage } from './npmPackage.js';

/** docs/library.md names them. */
const VERSIONS = ['20.19.0', '22.12.0', '24.11.0', '26.0.0'];

const installed = setUp(() => installPackage(['--ignore-scripts']));
const host = setUp(() => buildHost('systems/golang'));

for (const version of VERSIONS) {
  test(`the installed package on Node.js ${version} builds a plugin that loads`, async () => {
    const node = await installNode(version);
    const systems = join(copyFixture('systems/plugin1'), '..');
    const env = { GORENAME_PLUGIN_CACHE: join(systems, 'cache') };
    const tool = async (...args: string[]): Promise<string> => {
      const program = join(installed(), 'bin/gorename-plugin.js');
      const { exitCode, stdout, stderr } = await run(node, [program, ...args], { cwd: systems, env });
      assert.equal(exitCode, 0, `${args.join(' ')}\n${stdout}\n${stderr}`);
      return stdout;
    };
    assert.match(await tool('doctor'), new RegExp(`Node\\.js ${version.replaceAll('.', '\\.')}`));
    await tool('build', './plugin1', '-o', 'plugin.so');
    assert.equal((await run(host(), ['plugin.so'], { cwd: systems })).stdout, 'true');
    assert.match(await tool('verify', 'plugin.so'), /github\.com\/tidwall\/gjson@v1\.14\.0 -> t_/);
    const library = `
      import { verifyPlugin } from 'gorename-plugin';
      const { plugins } = await verifyPlugin({ plugin: 'plugin.so', host: '${host()}', cwd: '${systems}' });
      console.log(plugins[0].prediction.verdict);`;
    const project = { cwd: dirname(dirname(installed())), env };
    assert.deepEqual(await run(node, ['--input-type=module', '--eval', library], project), {
      exitCode: 0,
      stdout: 'loads',
      stderr: '',
    });
  });
}

test('the page about the library names the versions of Node.js that are tested', () => {
  const page = readFileSync(join(projectDir, 'docs/library.md'), 'utf8');
  assert.deepEqual(page.match(/\b\d{2}\.\d+\.\d+\b/g), VERSIONS);
});
