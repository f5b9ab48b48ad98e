/** Plain Go builds, without this tool: hosts, and plugins to compare with. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyFixture, fixtureDir, tempDir } from './files.js';
import { run, type RunOptions } from './process.js';

/** Runs `go <args>` in `dir` and returns what it prints; a failure fails the test with go's own message. */
export async function go(dir: string, args: string[], env: RunOptions['env'] = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await run('go', args, { cwd: dir, env });
  assert.equal(exitCode, 0, `go ${args.join(' ')} in ${dir}:\n${stderr}`);
  return stdout;
}

/** Builds the main package in `dir` into the file `output`; `flags` are go's (`-buildmode=plugin`). */
export async function goBuild(
  dir: string,
  output: string,
  flags: string[] = [],
  env: RunOptions['env'] = {},
): Promise<string> {
  await go(dir, ['build', '-o', output, ...flags, '.'], env);
  return output;
}

/** Builds a host, `fixtures/<name>`, and returns its file. */
export async function buildHost(name: string, flags: string[] = []): Promise<string> {
  return goBuild(fixtureDir(name), join(tempDir(), 'host'), flags);
}

/** What the loader host says of one plugin. */
/** Opens plugins in one host, in order. */
export type Loader = Awaited<ReturnType<typeof buildLoader>>;

export interface Answer {
  path: string;
  answer?: string;
  error?: string;
}

/**
 * Builds the loader host with `packages` in it, each as `go get` takes it (`gopkg.in/yaml.v3@v3.0.1`).
 * The function that it returns opens plugins, in order, in a fresh process, calls `symbol` in each,
 * and fails the test when the host itself does.
 */
export async function buildLoader(
  packages: string[] = [],
  flags: string[] = [],
  env: RunOptions['env'] = {},
): Promise<(files: string[], symbol?: string) => Promise<Answer[]>> {
  const dir = copyFixture('hosts/loader');
  if (packages.length > 0) {
    const imports = packages.map((query) => `import _ "${query.replace(/@.*/, '')}"\n`);
    await writeFile(join(dir, 'packages.go'), `package main\n\n${imports.join('')}`);
    await go(dir, ['get', ...packages], env);
  }
  const host = await goBuild(dir, join(dir, 'host'), flags, env);
  return async (files, symbol = 'Answer') => {
    const { exitCode, stdout, stderr } = await run(host, ['-symbol', symbol, ...files]);
    assert.equal(exitCode, 0, stderr);
    return stdout.split('\n').map((line) => JSON.parse(line) as Answer);
  };
}
