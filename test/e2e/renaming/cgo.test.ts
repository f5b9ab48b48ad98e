import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';
import { compare, testConstructs } from './compare.js';

const expected = {
  'headers and sources outside the package': '42',
  'C string that is a path': 'example.com/cdep',
  preamble: '3 7 8',
  library: '9',
  'callback from C': '5',
  'C++': 'C++ with example.com/cdep',
  'assembly of the C compiler': '42',
  'main with headers in its module and outside': '137',
  'main with a C source outside its module': '13',
  'package of the plugin': '137',
};

testConstructs('cgo', () => compare('cgo/plugin/cmd/plug'), expected);

test('cgo works in a directory whose name has a space, a plus and non-ASCII letters', async () => {
  const dir = join(tempDir(), 'with space + ümläut');
  await cp(fixtureDir('renaming/cgo'), dir, { recursive: true });
  const { plain, renamed } = await compare(join(dir, 'plugin/cmd/plug'));
  assert.deepEqual(plain, expected);
  assert.deepEqual(renamed, expected);
});

test('an object file (.syso) in the directory of a package is linked, with cgo and without', async () => {
  const dir = copyFixture('renaming/syso');
  for (const folder of ['dep', 'plain']) {
    // Hidden, as Go assembly refers to symbols of the plugin itself.
    const flags = ['-x', 'c', '-fPIC', '-fvisibility=hidden', '-c', 'object.txt', '-o', 'object.syso'];
    const compile = await run('gcc', flags, { cwd: join(dir, folder) });
    assert.equal(compile.exitCode, 0, compile.stderr);
  }
  const { plain, renamed } = await compare(join(dir, 'plugin'));
  assert.deepEqual(plain, { 'with cgo': '17', 'without cgo': '18' });
  assert.deepEqual(renamed, plain);
});
