/**
 * Compiled packages record the directory that they are compiled in. Plugins with equal dependencies from two places
 * must not share a prefix, or the host would take the second one's for another version of the first one's.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, tempDir } from '../../support/files.js';
import { buildLoader, goBuild, type Loader } from '../../support/go.js';
import { runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** A plugin with gjson v1.14.0 and a unique path, which answers with its name. */
function pluginNamed(name: string): string {
  const dir = copyFixture('systems/plugin1');
  for (const [file, text] of [
    [
      'answer.go',
      `package main\n\nfunc Answer() string { return GetJsonRow("{\\"a\\":\\"${name}\\"}", "a") }\n`,
    ],
    [
      'go.mod',
      `module example.com/${name}\n\ngo 1.18\n\nrequire github.com/tidwall/gjson v1.14.0\n\nrequire (\n\tgithub.com/tidwall/match v1.1.1 // indirect\n\tgithub.com/tidwall/pretty v1.2.0 // indirect\n)\n`,
    ],
  ] as const) {
    writeFileSync(join(dir, file), text);
  }
  return dir;
}

async function tool(args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runTool([...args, '--json']);
  assert.equal(exitCode, 0, stderr);
  return (JSON.parse(stdout) as { prefix: string }).prefix;
}

const names = ['here', 'there'];
let loader: Loader;
let plugins: string[];
setUp(async () => {
  plugins = names.map(pluginNamed);
  loader = await buildLoader();
});
const answers = (files: string[]): object[] =>
  files.map((path, index) => ({ path, answer: `"${names[index] ?? ''}"` }));

test('two trees with equal dependencies, written to different directories, load into one host', async () => {
  const files: string[] = [];
  const prefixes = new Set<string>();
  for (const plugin of plugins) {
    const tree = join(tempDir(), 'tree');
    prefixes.add(await tool(['rewrite', plugin, '--out', tree]));
    files.push(await goBuild(tree, join(tree, '../plugin.so'), ['-buildmode=plugin']));
  }
  assert.equal(prefixes.size, 2);
  assert.deepEqual(await loader(files), answers(files));
});

test('two builds with equal dependencies and separate caches load into one host', async () => {
  const files: string[] = [];
  const prefixes = new Set<string>();
  for (const plugin of plugins) {
    const cache = tempDir();
    const file = join(tempDir(), 'plugin.so');
    files.push(file);
    prefixes.add(await tool(['build', plugin, '-o', file, '--work-dir', cache, '--prefix', 't_{hash}']));
  }
  assert.equal(prefixes.size, 2);
  assert.deepEqual(await loader(files), answers(files));
});

test('under -trimpath the work directory does not affect the prefix or the build', async () => {
  const prefixes = new Set<string>();
  for (const plugin of plugins) {
    const args = ['build', plugin, '--dry-run', '--work-dir', tempDir(), '--prefix', 't_{hash}'];
    const { exitCode, stdout, stderr } = await runTool([...args, '--json', '--', '-trimpath']);
    assert.equal(exitCode, 0, stderr);
    prefixes.add((JSON.parse(stdout) as { prefix: string }).prefix);
  }
  assert.equal(prefixes.size, 1);
});
