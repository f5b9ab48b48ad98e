/** What a program can see of the renaming; docs/limitations.md says the same. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { compare } from '../renaming/compare.js';
import { fixtureDir } from '../../support/files.js';
import { toolCache } from '../../support/process.js';

const dir = fixtureDir('plugins/behaviour');
const { plain, renamed, build } = await compare(join(dir, 'plugin'));

const SAME: Record<string, string> = {
  '%T': 'aaa.T own.T main.T',
  '%#v': 'aaa.T{N:1}',
  'reflect.Type.String': '[]aaa.T',
  XML: '<T><N>1</N></T>',
  'failed assertion': 'interface conversion: interface {} is aaa.T, not aaa.U',
  position: 'aaa.go:18',
};

/** What -> its value in the plain build, and in the renamed one. */
const CHANGED: Record<string, [plain: string, renamed: string]> = {
  'PkgPath of a dependency': ['example.com/aaa', `${build.prefix}/example.com/aaa`],
  'PkgPath of a package of the plugin': [
    'example.com/behaviour/own',
    `${build.ownPrefix}/example.com/behaviour/own`,
  ],
  'PkgPath of main': ['example.com/behaviour', build.main.builtAs],
  gob: ['example.com/aaa.T', `${build.prefix}/example.com/aaa.T`],
  'function of a dependency': ['example.com/aaa.Where', `${build.prefix}/example.com/aaa.Where`],
  'function of main': ['example.com/behaviour.Answer', `${build.main.builtAs}.Answer`],
  file: [join(dir, 'aaa/aaa.go'), join(toolCache, 'modules', build.prefix, 'example.com/aaa@v0.0.0/aaa.go')],
  // By path, as soon as what a package imports is ready. aaa imports runtime, which comes after `example.com` and
  // before `t_…`; the plugin's own packages come after all dependencies.
  'init order': ['own zzz aaa', 'aaa zzz own'],
};

for (const [what, value] of Object.entries(SAME)) {
  test(`observable behaviour that renaming keeps: ${what}`, () => {
    assert.equal(plain[what], value);
    assert.equal(renamed[what], value);
  });
}

for (const [what, values] of Object.entries(CHANGED)) {
  test(`observable behaviour that renaming changes: ${what}`, () => {
    assert.deepEqual([plain[what], renamed[what]], values);
  });
}

test('every answer of the behaviour plugin is tested', () => {
  const known = [...Object.keys(SAME), ...Object.keys(CHANGED)].sort();
  assert.deepEqual(Object.keys(renamed).sort(), known);
});
