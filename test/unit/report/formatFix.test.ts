import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { formatFix } from '../../../src/report/formatFix.js';

const line = { words: ['build', './plugin'], goFlags: [] };
const file = {
  name: 'gorename.yaml',
  plugin: 'plugin',
  keep: ['example.com/sdk/**'],
  'no-isolate': ['flag'],
};

test('the command that fixes findings has one --no-isolate, with all kinds', () => {
  assert.equal(
    formatFix(['--no-isolate=sql', '--no-isolate=http'], {
      ...line,
      words: ['build', '--no-isolate=flag', './plugin'],
    }),
    'gorename-plugin build ./plugin --no-isolate=flag,sql,http',
  );
  assert.equal(
    formatFix(['--keep', 'a.org/b'], { words: ['build', '--no-isolate=flag', 'p'], goFlags: ['-race'] }),
    'gorename-plugin build --no-isolate=flag p --keep a.org/b -- -race',
  );
});

test('options of gorename.yaml are fixed there, with the values that the file has', () => {
  const fix = (...options: string[]): string => formatFix(options, { ...line, file });
  const kept = fix('--keep', 'a.org/b', '--keep', 'a.org/c');
  assert.equal(kept, 'in gorename.yaml for plugin: keep: ["example.com/sdk/**", a.org/b, a.org/c]');
  assert.deepEqual(parse(kept.replace(/.* for plugin: /, '')), {
    keep: ['example.com/sdk/**', 'a.org/b', 'a.org/c'],
  });
  assert.equal(fix('--no-isolate=sql'), 'in gorename.yaml for plugin: no-isolate: [flag, sql]');
  assert.equal(fix('--isolate-own'), 'in gorename.yaml for plugin: isolate-own: true');
  assert.equal(
    formatFix(['--prefix', 't_{hash}_{plugin}'], { ...line, file: { ...file, plugin: undefined } }),
    'in gorename.yaml: prefix: "t_{hash}_{plugin}"',
  );
});

test('an option that the command line has already replaces that of the file, and is fixed there', () => {
  assert.equal(
    formatFix(['--keep', 'a.org/b'], { words: ['build', '--keep=a.org/a'], goFlags: [], file }),
    'gorename-plugin build --keep=a.org/a --keep a.org/b',
  );
});
