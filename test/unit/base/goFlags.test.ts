import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import {
  flagValue,
  formatGoFlag,
  isOn,
  joinQuoted,
  parseGoFlags,
  parseGoflagsVariable,
  splitQuoted,
  type GoFlag,
} from '../../../src/base/goFlags.js';

const flag = (name: string, value?: string): GoFlag => ({ name, value });

/** The error's message and advice, in one text. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert(error instanceof UserError, String(error));
    return `${error.message}. ${error.advice ?? ''}`;
  }
  return assert.fail('not refused');
}

test('go build flags are read as the go command reads them', () => {
  const expected: [args: string[], flags: GoFlag[]][] = [
    [[], []],
    [['-v'], [flag('v')]],
    [['--race'], [flag('race')]],
    [['-race=false'], [flag('race', 'false')]],
    [['-tags', 'a,b'], [flag('tags', 'a,b')]],
    [['-tags=a b'], [flag('tags', 'a b')]],
    [['-tags='], [flag('tags', '')]],
    [
      ['--ldflags', '-s -w', '-trimpath'],
      [flag('ldflags', '-s -w'), flag('trimpath')],
    ],
    [['-gcflags=all=-N -l'], [flag('gcflags', 'all=-N -l')]],
    [['-ldflags=-X a.b=c\nd'], [flag('ldflags', '-X a.b=c\nd')]],
    [
      ['-p', '4', '-x', '-p', '2'],
      [flag('p', '4'), flag('x'), flag('p', '2')],
    ],
    // A value may look like a flag.
    [['-ldflags=-X -pluginpath=x'], [flag('ldflags', '-X -pluginpath=x')]],
    [['-ldflags=-X a.b=-pluginpath=x'], [flag('ldflags', '-X a.b=-pluginpath=x')]],
    [["-ldflags=-extldflags '-pluginpath'"], [flag('ldflags', "-extldflags '-pluginpath'")]],
    [['-asmflags', '-D=x'], [flag('asmflags', '-D=x')]],
  ];
  for (const [args, flags] of expected) assert.deepEqual(parseGoFlags(args), flags, args.join(' '));
});

test('a flag that go build does not have, or that would defeat the tool, is refused with an alternative', () => {
  const expected: [args: string[], message: RegExp][] = [
    [['./plugin'], /"\.\/plugin" after `--` is not a flag.*before the `--`/],
    [['-'], /not a flag/],
    [['--'], /not a flag/],
    [['-=x'], /not a flag/],
    [['-fast'], /no flag -fast.*go help build/],
    [['-vet=off'], /no flag -vet/],
    [['-tags'], /-tags needs a value/],
    [['-o', 'x.so'], /-o cannot.*-o FILE/],
    [['-o=x.so'], /-o cannot/],
    [['-C', 'dir'], /-C cannot/],
    [['-n'], /-n cannot.*--dry-run/],
    [['-json'], /-json cannot.*--json before/],
    [['-buildmode=c-shared'], /-buildmode cannot.*--buildmode before/],
    [['-overlay=o.json'], /-overlay cannot/],
    [['-linkshared'], /-linkshared cannot/],
    [['-compiler=gccgo'], /-compiler cannot/],
    [['-pkgdir=x'], /-pkgdir cannot.*GOCACHE/],
    [['-installsuffix=x'], /-installsuffix cannot/],
    [['-ldflags=-pluginpath=x'], /-ldflags -pluginpath=x cannot.*--prefix/],
    [['-ldflags', '-s --pluginpath x'], /-ldflags --pluginpath cannot/],
    [['-ldflags=./...=-pluginpath=x'], /-pluginpath=x cannot/],
  ];
  for (const [args, message] of expected)
    assert.match(
      refusal(() => parseGoFlags(args)),
      message,
    );
});

test('GOFLAGS: flags of other commands and flags that this tool sets are ignored', () => {
  const expected: [goflags: string, flags: GoFlag[]][] = [
    ['', []],
    ['-mod=mod -trimpath', [flag('mod', 'mod'), flag('trimpath')]],
    ['-count=1 -short -tags=a -timeout=5s', [flag('tags', 'a')]],
    ['-o=x -n -json -C=y -buildmode=pie -v', [flag('v')]],
    [`"-ldflags=-X 'a.b=c d'" '-tags=x y'`, [flag('ldflags', "-X 'a.b=c d'"), flag('tags', 'x y')]],
  ];
  for (const [goflags, flags] of expected) assert.deepEqual(parseGoflagsVariable(goflags), flags, goflags);
  assert.match(
    refusal(() => parseGoflagsVariable('-overlay=x')),
    /-overlay cannot/,
  );
  assert.match(
    refusal(() => parseGoflagsVariable('"-tags=a')),
    /unterminated quote/,
  );
});

test('the last occurrence of a go build flag counts', () => {
  const flags = parseGoFlags(['-tags=a', '-race', '-tags=b', '-trimpath', '-trimpath=false', '-race=1']);
  assert.equal(flagValue(flags, 'tags'), 'b');
  assert.equal(flagValue(flags, 'ldflags'), undefined);
  assert.equal(isOn(flags, 'race'), true);
  assert.equal(isOn(flags, 'trimpath'), false);
  assert.equal(isOn(flags, 'msan'), false);
  for (const off of ['0', 'f', 'F', 'false', 'FALSE']) assert.equal(isOn([flag('race', off)], 'race'), false);
});

test('a formatted go build flag is read back unchanged', () => {
  for (const one of [flag('v'), flag('race', 'false'), flag('tags', ''), flag('ldflags', '-X a.b=c d')]) {
    assert.deepEqual(parseGoFlags([formatGoFlag(one)]), [one]);
  }
});

// The cases of cmd/internal/quoted/quoted_test.go, and some more.
const SPLIT: [text: string, words: string[]][] = [
  ['', []],
  [' ', []],
  ['a', ['a']],
  [' a', ['a']],
  ['a ', ['a']],
  ['a b', ['a', 'b']],
  ['a  b', ['a', 'b']],
  ['a\tb', ['a', 'b']],
  ['a\nb', ['a', 'b']],
  [`'a b'`, ['a b']],
  [`"a b"`, ['a b']],
  [`'a "b"'`, ['a "b"']],
  [`"a 'b'"`, ["a 'b'"]],
  [`a'b c'`, [`a'b`, `c'`]],
  [`'a\\'b`, ['a\\', 'b']],
  [`''`, ['']],
  [`'a '"b "`, ['a ', 'b ']],
  [`'a "'"'b"`, ['a "', `'b`]],
  [`\\'`, [`\\'`]],
  [`'a'"b"`, ['a', 'b']],
  ['a\u00a0b', ['a\u00a0b']],
];

test('flag lists are split as cmd/internal/quoted splits them', () => {
  for (const [text, words] of SPLIT) assert.deepEqual(splitQuoted(text), words, text);
  for (const text of [`'a`, `"a b`, `a "b`, `a'b 'c`]) {
    assert.match(
      refusal(() => splitQuoted(text)),
      /unterminated quote.*same quote/,
    );
  }
});

test('joined flag lists are split into the original flags', () => {
  for (const words of [
    [],
    ['a', 'b c'],
    [''],
    [`it's`],
    ['"'],
    ['a\tb', 'c\nd\r'],
    ['a\u00a0b'],
    ['-X=a.b=c d'],
  ]) {
    assert.deepEqual(splitQuoted(joinQuoted(words)), words);
  }
  assert.equal(joinQuoted(['-s', 'a\u00a0b', 'a b']), "-s a\u00a0b 'a b'");
  assert.match(
    refusal(() => joinQuoted([`it's a "b"`])),
    /both kinds of quotes/,
  );
});
