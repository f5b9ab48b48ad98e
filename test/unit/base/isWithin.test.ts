import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin } from '../../../src/base/isWithin.js';

const cases: [path: string, dir: string, within: boolean][] = [
  ['/a/b', '/a', true],
  ['/a', '/a', true],
  ['/ab', '/a', false],
  ['/a/..b', '/a', true],
  ['/', '/a', false],
  ['/a', '/', true],
  ['/', '/', true],
  ['/a/b', '/a/', true],
  ['/ab', '/a/', false],
];
for (const [path, dir, within] of cases) {
  test(`${path} is ${within ? '' : 'not '}within ${dir}`, () => {
    assert.equal(isWithin(path, dir), within);
  });
}

test('an import path is within those above it', () => {
  assert(isWithin('example.com/m/p', 'example.com/m', '/'));
  assert(!isWithin('example.com/module', 'example.com/m', '/'));
});
