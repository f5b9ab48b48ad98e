/** Versions of Node.js besides the one that runs the tests. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { tempDir } from './files.js';
import { run } from './process.js';

/**
 * Installs a version of Node.js from the npm registry.
 * @param version - `18.20.4`.
 * @returns its program.
 */
export async function installNode(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const dir = tempDir();
  const flags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--prefer-offline'];
  const { exitCode, stderr } = await run('npm', ['install', ...flags, '--prefix', dir, `${name}@${version}`]);
  assert.equal(exitCode, 0, stderr);
  return join(dir, 'node_modules', name, 'bin/node');
}
