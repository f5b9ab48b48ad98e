import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestPaths } from '../../../src/base/nearestPaths.js';

const host = 'alpha beta circuit config eskip filters filters/auth filters/builtin metrics routing'
  .split(' ')
  .map((name) => `example.com/host/${name}`);
const paths = [...host, 'github.com/tidwall/gjson', 'github.com/tidwall/match', 'gopkg.in/yaml.v3'];

const nearest: Record<string, string[]> = {
  'example.com/host/filter': ['example.com/host/filters'],
  'example.com/host/Filters': ['example.com/host/filters'],
  'exmaple.com/host/fliters': ['example.com/host/filters'],
  'example.com/host/filters/aut': ['example.com/host/filters/auth'],
  'github.com/tidwal/gjson': ['github.com/tidwall/gjson'],
  // Globs: what is under the directory that is nearly theirs.
  'example.com/host/filter/*': [
    'example.com/host/filters',
    'example.com/host/filters/auth',
    'example.com/host/filters/builtin',
  ],
  'github.com/tidwal/**': ['github.com/tidwall/gjson', 'github.com/tidwall/match'],
  // Spelt right, and there is no such package: what begins like it, the nearest first.
  'github.com/tidwall/another': ['github.com/tidwall/match', 'github.com/tidwall/gjson'],
  'example.com/host/filters@v1.2.0': [
    'example.com/host/filters',
    'example.com/host/filters/auth',
    'example.com/host/filters/builtin',
  ],
  metrics: ['example.com/host/metrics'],
  'example.org/other': [],
  '*': [],
};

for (const [pattern, expected] of Object.entries(nearest))
  test(`suggestions for ${pattern}: ${expected.join(', ') || 'none'}`, () => {
    assert.deepEqual(nearestPaths(pattern, paths), expected);
  });

test('suggestions are limited to what a message can hold', () => {
  assert.equal(nearestPaths('example.com/host', host).length, 5);
});
