import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unquote } from '../../../src/syntax/literals.js';

test('string literals are unquoted as strconv.Unquote does', () => {
  const rows: [literal: string, value: string | undefined][] = [
    ['""', ''],
    ['"a/b"', 'a/b'],
    ['"é世"', 'é世'],
    [String.raw`"\a\b\f\n\r\t\v\\\""`, '\x07\b\f\n\r\t\v\\"'],
    [String.raw`"\x61\x6A\141\u00e9\U0001F600"`, 'aja\u00e9\u{1f600}'],
    [String.raw`"\xc3\xa9\303\251"`, 'éé'],
    ['`a\\n"b`', 'a\\n"b'],
    ['`a\r\nb`', 'a\nb'],
    ['a', undefined],
    ['"a', undefined],
    ['"a"b"', undefined],
    ['"a\nb"', undefined],
    ['`a`b`', undefined],
    [String.raw`"\q"`, undefined],
    [String.raw`"\'"`, undefined],
    [String.raw`"\X61"`, undefined],
    [String.raw`"\N"`, undefined],
    [String.raw`"\x6"`, undefined],
    [String.raw`"\400"`, undefined],
    [String.raw`"\U00110000"`, undefined],
    [String.raw`"\"`, undefined],
  ];
  for (const [literal, value] of rows) assert.equal(unquote(literal), value, literal);
});
