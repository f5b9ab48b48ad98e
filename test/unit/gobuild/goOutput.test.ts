import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GoFlag } from '../../../src/base/goFlags.js';
import { GoOutput } from '../../../src/gobuild/goOutput.js';
import type { RenamePlan } from '../../../src/model/renamePlan.js';

const packages = new Map(
  [
    ['example.com/dep', 't_1/example.com/dep'],
    ['fmt', 'fmt'],
  ].map(([importPath = '', to = '']) => [importPath, { importPath, to }]),
);

function read(
  flags: GoFlag[],
  followsPackages: boolean,
  lines: string[],
  failed: boolean,
): Record<string, unknown> {
  const events: string[] = [];
  const nothing = (): void => undefined;
  const progress = {
    followsPackages,
    begins: nothing,
    planned: nothing,
    compiles: (path: string, most: number) => void events.push(`compiles ${path} of ${String(most)}`),
    prints: (line: string) => void events.push(`prints ${line}`),
  };
  const output = new GoOutput({ plan: { packages } as unknown as RenamePlan, flags }, progress, (text) =>
    text.replaceAll('t_1/', ''),
  );
  lines.forEach(output.onLine);
  return { flags: output.flags, events, rest: output.rest(`${lines.join('\n')}\n`, failed) };
}

const NAMES = ['t_1/example.com/dep', 'fmt'];
const ERROR = ['# t_1/example.com/dep', 'dep.go:1:1: broken'];

test('names of packages are counted, and not shown unless the user asks for them with -v', () => {
  assert.deepEqual(read([], true, [...NAMES, ...ERROR], true), {
    flags: ['-v'],
    events: ['compiles example.com/dep of 2', 'compiles fmt of 2'],
    rest: '# t_1/example.com/dep\ndep.go:1:1: broken\n',
  });
  assert.deepEqual(read([{ name: 'v', value: undefined }], false, [...NAMES, ...ERROR], true), {
    flags: [],
    events: ['compiles example.com/dep of 2', 'prints example.com/dep', 'compiles fmt of 2', 'prints fmt'],
    rest: '# t_1/example.com/dep\ndep.go:1:1: broken\n',
  });
});

test('packages that only the linker needs are not in the plan: their names are not counted and not a message', () => {
  assert.deepEqual(read([], true, ['fmt', 'runtime/cgo', 'runtime/race'], false), {
    flags: ['-v'],
    events: ['compiles fmt of 2'],
    rest: '',
  });
  assert.deepEqual(read([{ name: 'v', value: undefined }], false, ['runtime/cgo'], false)['events'], [
    'prints runtime/cgo',
  ]);
});

test('with -x everything is shown at once, and a failure repeats the message of the compiler', () => {
  const x = [{ name: 'x', value: undefined }];
  const lines = ['WORK=/tmp/x', 'compile t_1/example.com/dep', ...ERROR];
  const { rest, events } = read(x, false, lines, true);
  assert.equal(rest, '# t_1/example.com/dep\ndep.go:1:1: broken\n');
  assert.deepEqual(events, [
    'prints WORK=/tmp/x',
    'prints compile example.com/dep',
    'prints # example.com/dep',
    'prints dep.go:1:1: broken',
  ]);
  assert.equal(read(x, false, lines, false)['rest'], '');
});
