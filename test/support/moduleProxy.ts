/** Versioned modules without a network. */
import { join } from 'node:path';
import { projectDir, tempDir } from './files.js';
import { go } from './go.js';
import { setUp } from './setUp.js';

/**
 * Serves the directories `PATH@VERSION` below `modules` as a module proxy.
 * @returns the environment of a go command that knows this proxy and nothing else, with an empty module cache.
 */
export async function proxyEnvironment(modules: string): Promise<Record<string, string>> {
  const proxy = tempDir();
  await fillProxy(proxy, modules);
  return environmentOf(proxy);
}

/** The same, in a hook before the tests of the file. */
export function setUpProxy(modules: string): Record<string, string> {
  const proxy = tempDir();
  setUp(() => fillProxy(proxy, modules));
  return environmentOf(proxy);
}

function environmentOf(proxy: string): Record<string, string> {
  return { GOPROXY: `file://${proxy}`, GONOSUMDB: '*', GOMODCACHE: tempDir() };
}

async function fillProxy(proxy: string, modules: string): Promise<void> {
  await go(join(projectDir, 'test/support/goproxy'), ['run', '.', modules, proxy]);
}
