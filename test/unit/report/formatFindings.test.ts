import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Finding } from '../../../src/findings/finding.js';
import { NO_POLICY } from '../../../src/findings/policy.js';
import { formatFindings, type FindingView } from '../../../src/report/formatFindings.js';
import { tempDir } from '../../support/files.js';
import { EXAMPLES } from '../findings/examples.js';

function findingsAt(file: string, places: [number, number][]): Finding[] {
  return places.map(([line, column]) => ({
    ...EXAMPLES['own-registration'],
    position: { file, line, column },
  }));
}

const viewIn = (cwd: string, more: Partial<FindingView> = {}): FindingView => {
  return { cwd, policy: NO_POLICY, all: false, explained: new Set(), ...more };
};

const line = { words: ['build', './my plugin', '-o', 'x.so'], goFlags: ['-race'] };

test('a person sees the source line with a caret, and the command that fixes a kind of finding once', () => {
  const cwd = tempDir();
  const file = join(cwd, 'main.go');
  writeFileSync(file, 'package main\n\n\tvar ä = expvar.NewInt("\x1b[2J")\n');
  const [first, second] = formatFindings(
    findingsAt(file, [
      [3, 11],
      [1, 1],
    ]),
    viewIn(cwd, { columns: 80, line }),
  );
  assert.match(
    first ?? '',
    /^warning\[own-registration\]: main\.go:3:11: .*\n {2}3 \| {5}var ä = expvar\.NewInt\("\\x1b\[2J"\)\n {4}\| {13}\^\n {4}why: The process keeps .*\.\n {4}If one process loads .*, build with --isolate-own, .*\.$/,
  );
  assert.match(
    second ?? '',
    /^warning.*\n {2}1 \| package main\n {4}\| \^\n {4}If one process loads .*\n {4}fix: gorename-plugin build '\.\/my plugin' -o x\.so --isolate-own -- -race$/,
  );
});

test('a long source line is cut so that the column is seen, and a file that is gone shows none', () => {
  const cwd = tempDir();
  const file = join(cwd, 'main.go');
  writeFileSync(file, `${'x'.repeat(500)}expvar.NewInt${'y'.repeat(500)}\n`);
  const show = (place: Finding[]): string => formatFindings(place, viewIn(cwd, { columns: 60 })).join('\n');
  const [, source = '', caret = ''] = show(findingsAt(file, [[1, 501]])).split('\n');
  assert.ok(source.length <= 60, source);
  assert.equal(source.slice(caret.indexOf('^'), caret.indexOf('^') + 13), 'expvar.NewInt');
  writeFileSync(file, `${'x'.repeat(45)}y\n`);
  const fits = show(findingsAt(file, [[1, 46]]));
  assert.ok(fits.includes(`\n  1 | ${'x'.repeat(45)}y\n`), fits);
  assert.equal(show(findingsAt('/nowhere/main.go', [[1, 1]])).split('\n').length, 3);
});

test('of many findings of a kind three are shown and the others counted; -v shows all, and what is allowed', () => {
  const many = findingsAt(
    '/p/main.go',
    [1, 2, 3, 4, 5, 6].map((number) => [number, 1]),
  );
  const mixed = [...many.slice(0, 2), EXAMPLES['keep-unused'], ...many.slice(2)];
  const view = viewIn('/p');
  const texts = formatFindings(mixed, view);
  assert.deepEqual(
    texts.map((text) => /main\.go:\d|keep-unused/.exec(text)?.[0]),
    ['main.go:1', 'main.go:2', 'keep-unused', 'main.go:3'],
  );
  assert.match(texts[3] ?? '', /\n {4}and 3 more of this kind; -v shows all$/);
  assert.equal(formatFindings(many.slice(0, 4), view).length, 4);
  assert.equal(formatFindings(mixed, { ...view, all: true }).length, 7);
  const policy = { allow: ['own-registration'], strict: false };
  assert.equal(formatFindings(mixed, { ...view, policy }).length, 1);
  const [allowed] = formatFindings(mixed, { ...view, policy, all: true });
  assert.match(allowed ?? '', /^allowed\[own-registration\]: /);
});

test('why a kind of finding matters is said once in a run, also of several builds', () => {
  const explained = new Set<string>();
  const places = findingsAt('/p/main.go', [
    [1, 1],
    [2, 1],
  ]);
  const texts = [
    ...formatFindings([...places, EXAMPLES['keep-unused']], viewIn('/p', { explained })),
    ...formatFindings(places, viewIn('/p', { explained })),
  ];
  assert.deepEqual(
    texts.map((text) => /\n {4}why: (\w+)/.exec(text)?.[1]),
    ['The', undefined, 'If', undefined, undefined],
  );
});

test('the stack of a plugin is below its finding', () => {
  const stackOf = (): string[] => ['main.init.0()', '\t/p/main.go:3'];
  const [text] = formatFindings([EXAMPLES['init-panic']], viewIn('/p', { stackOf }));
  assert.match(text ?? '', /source position\.\n {4}main\.init\.0\(\)\n {4}\t\/p\/main\.go:3$/);
});
