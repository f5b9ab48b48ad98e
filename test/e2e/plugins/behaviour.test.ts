/** What a program can see of the renaming; docs/limitations.md says the same. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { compare, type ToolBuild } from '../renaming/compare.js';
import { fixtureDir } from '../../support/files.js';
import { toolCache } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const dir = fixtureDir('plugins/behaviour');
const built = setUp(() => compare(join(dir, 'plugin')));

const SAME: Record<string, string> = {
  '%T': 'aaa.T own.T main.T',
  '%#v': 'aaa.T{N:1}',
  'reflect.Type.String': '[]aaa.T',
  XML: '<T><N>1</N></T>',
  'failed assertion': 'interface conversion: interface {} is aaa.T, not aaa.U',
  position: 'aaa.go:18',
};

/** What -> its value in the plain build, and in the renamed one. */
const CHANGED: Record<string, [plain: string, renamed: (build: ToolBuild) => string]> = {
  'PkgPath of a dependency': ['example.com/aaa', ({ prefix }) => `${prefix}/example.com/aaa`],
  'PkgPath of a package of the plugin': [
    'example.com/behaviour/own',
    ({ ownPrefix }) => `${ownPrefix}/example.com/behaviour/own`,
  ],
  'PkgPath of main': ['example.com/behaviour', ({ main }) => main.builtAs],
  gob: ['example.com/aaa.T', ({ prefix }) => `${prefix}/example.com/aaa.T`],
  'function of a dependency': ['example.com/aaa.Where', ({ prefix }) => `${prefix}/example.com/aaa.Where`],
  'function of main': ['example.com/behaviour.Answer', ({ main }) => `${main.builtAs}.Answer`],
  file: [
    join(dir, 'aaa/aaa.go'),
    ({ prefix }) => join(toolCache, 'modules', prefix, 'example.com/aaa@v0.0.0/aaa.go'),
  ],
  // By path, as soon as what a package imports is ready. aaa imports runtime, which comes after `example.com` and
  // before `t_…`; the plugin's own packages come after all dependencies.
  'init order': ['own zzz aaa', () => 'aaa zzz own'],
};

for (const [what, value] of Object.entries(SAME)) {
  test(`observable behaviour that renaming keeps: ${what}`, () => {
    assert.equal(built().plain[what], value);
    assert.equal(built().renamed[what], value);
  });
}

for (const [what, [before, after]] of Object.entries(CHANGED)) {
  test(`observable behaviour that renaming changes: ${what}`, () => {
    const { plain, renamed, build } = built();
    assert.deepEqual([plain[what], renamed[what]], [before, after(build)]);
  });
}

test('every answer of the behaviour plugin is tested', () => {
  const known = [...Object.keys(SAME), ...Object.keys(CHANGED)].sort();
  assert.deepEqual(Object.keys(built().renamed).sort(), known);
});
