/** The npm package, installed as npm does for those who allow no install scripts. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { projectDir, tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

/**
 * Installs the package of this checkout, without scripts and without any other package.
 * @param pack - more arguments for `npm pack`.
 * @returns the directory of the installed package.
 */
export async function installPackage(pack: string[]): Promise<string> {
  const dir = tempDir();
  const npm = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await run('npm', args, { cwd: projectDir });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  const packed = await npm('pack', '--silent', '--pack-destination', dir, ...pack);
  const archive = join(dir, packed.split('\n').at(-1) ?? '');
  const flags = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  await npm('install', ...flags, '--prefix', dir, archive);
  return join(dir, 'node_modules/gorename-plugin');
}
