import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from './files.js';
import { buildLoader, goBuild } from './go.js';

test('the loader host of the tests answers for each plugin, also after one that is refused or panics', async () => {
  const dir = tempDir();
  const loader = await buildLoader(['github.com/tidwall/gjson@v1.11.0']);
  const answers = await buildPlugin('answers', 'func Answer() string { return "<yes>" }');
  const panics = await buildPlugin('panics', 'func init() { panic("no") }');
  const refused = await goBuild(fixtureDir('systems/plugin1'), join(dir, 'refused.so'), [
    '-buildmode=plugin',
  ]);

  assert.deepEqual(await loader([refused, panics, answers]), [
    {
      path: refused,
      error: `plugin.Open("${join(dir, 'refused')}"): plugin was built with a different version of package github.com/tidwall/gjson`,
    },
    { path: panics, error: 'panic: no' },
    { path: answers, answer: '<yes>' },
  ]);
  assert.deepEqual(await loader([answers], 'Other'), [
    { path: answers, error: 'plugin: symbol Other not found in plugin example.com/answers' },
  ]);

  async function buildPlugin(name: string, declaration: string): Promise<string> {
    const module = tempDir();
    await writeFile(join(module, 'go.mod'), `module example.com/${name}\n\ngo 1.18\n`);
    await writeFile(join(module, 'main.go'), `package main\n\n${declaration}\n\nfunc main() {}\n`);
    return goBuild(module, join(dir, `${name}.so`), ['-buildmode=plugin']);
  }
});
