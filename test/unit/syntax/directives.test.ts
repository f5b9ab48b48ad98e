import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDirectives } from '../../../src/syntax/directives.js';
import { hardDirectives } from './hardDirectives.js';

test('go:linkname directives are found where the compiler finds them', () => {
  const source = Buffer.from(hardDirectives);
  const found = parseDirectives(source).linknames;
  assert.deepEqual(
    found.map(({ local, target, line }) => [line, local, target]),
    [
      [1, 'first', undefined],
      [6, 'local', 'example.com/é/module.Target'],
      [8, 'spaced', 'example.com/module.(*T).method'],
      [18, 'é', 'indented.Target'],
      [23, 'crlf', 'example.com/gopkg.in/yaml%2ev3.Target'],
      [35, 'inside', 'inside.Target'],
      [40, 'last', 'last.Target'],
    ],
  );
  for (const { target, targetRange } of found) {
    assert.equal(targetRange && source.toString('utf8', targetRange.start, targetRange.end), target);
  }
});

test('go:embed patterns are unquoted, and malformed directives left to the compiler', () => {
  assert.deepEqual(parseDirectives(Buffer.from(hardDirectives)).embeds, [
    { patterns: ['a.txt', 'b/*.html', 'c d', 'e f', 'g'], line: 25 },
    { patterns: ['all:é'], line: 30 },
  ]);
});

test('reading directives finds none in a file without any, and all in a file with nothing else', () => {
  assert.deepEqual(parseDirectives(Buffer.from('package p\n')), { linknames: [], embeds: [] });
  assert.deepEqual(parseDirectives(Buffer.from('//go:linkname a')).linknames, [
    { local: 'a', target: undefined, targetRange: undefined, line: 1 },
  ]);
});

test('directives are found in a file with a literal of several megabytes', () => {
  const literal = '\\x00'.repeat(4_000_000);
  const source = Buffer.from(`package p\nvar x = "${literal}"\n//go:linkname a b.c\n`);
  assert.deepEqual(
    parseDirectives(source).linknames.map(({ line }) => line),
    [3],
  );
});
