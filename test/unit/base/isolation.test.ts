import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeArguments } from '../../../src/cli/commonOptions.js';
import { UserError } from '../../../src/base/userError.js';
import { parseNoIsolate } from '../../../src/base/noIsolate.js';
import { ISOLATION_KINDS } from '../../../src/model/isolation.js';

test('without --no-isolate every kind of global state is isolated', () => {
  assert.deepEqual([...parseNoIsolate(undefined)], [...ISOLATION_KINDS]);
});

test('--no-isolate=name disables that kind of isolation, and no other', () => {
  const expected = new Set(ISOLATION_KINDS);
  expected.delete('c');
  assert.deepEqual(parseNoIsolate('c'), expected);
});

test('--no-isolate without a name disables all isolation, and the next word is a directory', () => {
  assert.deepEqual([...parseNoIsolate('all')], []);
  assert.deepEqual(completeArguments(['build', '--no-isolate', './plugin']), [
    'build',
    '--no-isolate=all',
    './plugin',
  ]);
});

test('--no-isolate with an unknown name is refused, with the known ones', () => {
  assert.throws(
    () => parseNoIsolate('c,sqlite'),
    (error) => error instanceof UserError && /sqlite/.test(error.message) && /\bc\b/.test(error.advice ?? ''),
  );
});
