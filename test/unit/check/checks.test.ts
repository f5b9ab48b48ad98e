import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameMap } from '../../../src/names/nameMap.js';
import { checkCSymbols } from '../../../src/check/exposedCSymbols.js';
import { checkPackageSet } from '../../../src/check/packageSet.js';
import { checkSymbolPaths } from '../../../src/check/symbolPaths.js';
import { planOf } from '../../support/plans.js';

const plan = planOf({
  main: 'example.com/p',
  own: ['example.com/p/own'],
  dependency: ['dep.org/d', 'gopkg.in/yaml.v3'],
  kept: ['fmt', 'unsafe'],
});
const PLANNED = [
  't_1_own/example.com/p/m_1',
  't_1_own/example.com/p/own',
  't_1/dep.org/d',
  't_1/gopkg.in/yaml.v3',
  'fmt',
];
const isStandard = (importPath: string): boolean => ['fmt', 'runtime/cgo', 'os'].includes(importPath);

/** What the check says of a file that holds the planned packages with some more, and without some. */
function differences({ more = [], less = [] }: { more?: string[]; less?: string[] }): unknown[] {
  const built = [...PLANNED.filter((path) => !less.includes(path)), ...more];
  return checkPackageSet(new Set(built), plan, isStandard);
}

test('checking a built file with exactly the planned packages reports nothing; unsafe is never linked', () => {
  assert.deepEqual(differences({}), []);
});

test('standard library packages that the linker adds are not reported', () => {
  assert.deepEqual(differences({ more: ['runtime/cgo', 'os'] }), []);
});

test('an unrenamed package is reported beside the renamed one, or instead of it', () => {
  const unplanned = { kind: 'unplanned-package', builtAs: 'dep.org/d', plannedAs: 't_1/dep.org/d' };
  const missing = { kind: 'missing-package', builtAs: 't_1/dep.org/d', importPath: 'dep.org/d' };
  assert.deepEqual(differences({ more: ['dep.org/d'] }), [unplanned]);
  assert.deepEqual(differences({ more: ['dep.org/d'], less: ['t_1/dep.org/d'] }), [unplanned, missing]);
});

test('a main package under its original path is reported', () => {
  assert.deepEqual(differences({ more: ['example.com/p'], less: ['t_1_own/example.com/p/m_1'] }), [
    { kind: 'unplanned-package', builtAs: 'example.com/p', plannedAs: 't_1_own/example.com/p/m_1' },
    { kind: 'missing-package', builtAs: 't_1_own/example.com/p/m_1', importPath: 'example.com/p' },
  ]);
});

test('an unplanned package is reported under any prefix', () => {
  for (const importPath of ['dep.org/other', 't_1/dep.org/d/sub', 't_2/dep.org/d', 'plugin/unnamed-0']) {
    const unplanned = { kind: 'unplanned-package', builtAs: importPath, plannedAs: undefined };
    assert.deepEqual(differences({ more: [importPath] }), [unplanned]);
  }
});

test('missing planned packages are reported: renamed, kept, all', () => {
  assert.deepEqual(differences({ less: ['t_1/gopkg.in/yaml.v3'] }), [
    { kind: 'missing-package', builtAs: 't_1/gopkg.in/yaml.v3', importPath: 'gopkg.in/yaml.v3' },
  ]);
  assert.deepEqual(differences({ less: ['fmt'] }), [
    { kind: 'missing-package', builtAs: 'fmt', importPath: 'fmt' },
  ]);
  assert.equal(differences({ less: PLANNED }).length, PLANNED.length);
});

test('symbols under the original path of a renamed package are reported once for each package', () => {
  const symbols = [
    'main.main',
    'runtime.main',
    't_1/dep.org/d.F',
    'dep.org/d2.F',
    'type:*dep.org/d.T',
    'slices.Sort[dep.org/d.T]',
    'gopkg.in/yaml%2ev3.(*Node).Decode',
    'dep.org/d.F',
    'dep.org/d.F.func1',
    '',
  ];
  assert.deepEqual(checkSymbolPaths(symbols, new NameMap(plan)), [
    { kind: 'unplanned-package', builtAs: 'gopkg.in/yaml.v3', plannedAs: 't_1/gopkg.in/yaml.v3' },
    { kind: 'unplanned-package', builtAs: 'dep.org/d', plannedAs: 't_1/dep.org/d' },
  ]);
  assert.deepEqual(checkSymbolPaths(symbols.slice(0, 6), new NameMap(plan)), []);
});

test('isolated C symbols that are defined in the dynamic symbol table are reported', () => {
  const symbol = { address: 0, size: 0, global: true, type: 'F' };
  const dynamic = [
    { ...symbol, name: 'leaked', section: '.text' },
    { ...symbol, name: 'needed', section: '*UND*' },
    { ...symbol, name: 'public', section: '.text' },
  ];
  assert.deepEqual(checkCSymbols(dynamic, new Set(['leaked', 'needed', 'hidden']), true), [
    { kind: 'c-symbol-exposed', cSymbol: 'leaked', userScript: true },
  ]);
});
