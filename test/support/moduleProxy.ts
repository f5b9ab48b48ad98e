/** Versioned modules without a network. */
import { after } from 'node:test';
import { join } from 'node:path';
import { projectDir, tempDir } from './files.js';
import { go } from './go.js';

/**
 * Serves the directories `PATH@VERSION` below `modules` as a module proxy.
 * @returns the environment of a go command that knows this proxy and nothing else, with an empty module cache.
 */
export async function proxyEnvironment(modules: string): Promise<Record<string, string>> {
  const proxy = tempDir();
  await go(join(projectDir, 'test/support/goproxy'), ['run', '.', modules, proxy]);
  const env = { GOPROXY: `file://${proxy}`, GONOSUMDB: '*', GOMODCACHE: tempDir() };
  // Its directories are read-only: only go itself can remove them.
  after(() => go(proxy, ['clean', '-modcache'], env));
  return env;
}
