/** A package of the plugin that uses main by linkname, although builds that differ only in main share it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { buildLoader, type Loader } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';
import { build, edit } from './builds.js';

const dir = copyFixture('plugins/upward');
let loader: Loader;
setUp(async () => {
  loader = await buildLoader();
});

for (const options of [[], ['--isolate-own']]) {
  test(`two builds of a plugin, one of whose packages uses main by linkname, load into one host ${options.join('')}`, async () => {
    const files: string[] = [];
    for (const name of ['first', 'second']) {
      await edit(join(dir, 'main.go'), /return "\w+"/, `return "${name}"`);
      files.push((await build(dir, join(dir, `${name}${options.join('')}.so`), options)).output);
    }
    const [first, second] = await loader(files);
    assert.equal(first?.answer, 'first, first');
    if (options.length > 0) assert.equal(second?.answer, 'second, second');
    else assert.match(second?.error ?? '', /different version of package t_\w+\/example\.com\/upward\/own$/);
    // Alone each is as it should be.
    assert.equal((await loader(files.slice(1)))[0]?.answer, 'second, second');
  });
}
