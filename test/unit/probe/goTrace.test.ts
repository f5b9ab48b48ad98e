import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fatalLine,
  framesOfDeath,
  framesOfPanic,
  framesOfWaiting,
  lastLine,
} from '../../../src/probe/goTrace.js';

const MAIN = ['example.com/p.init.0()', '\t/src/p/main.go:9 +0x25'];
const LOADER = [
  'plugin.open({0x1, 0xc})',
  '\t/go/src/plugin/plugin_dlopen.go:95 +0x53c',
  'main.main()',
  '\t/probe/main.go:55',
];

test('trace of a recovered panic: the frames between the panic and plugin.Open', () => {
  const stack = [
    'goroutine 1 [running]:',
    'runtime/debug.Stack()',
    '\t/go/src/runtime/debug/stack.go:26 +0x5e',
    'main.open.func1()',
    '\t/probe/main.go:78 +0x5a',
    'panic({0x5ebec0?, 0x7f11e6acf198?})',
    '\t/go/src/runtime/panic.go:860 +0x14a',
    ...MAIN,
    ...LOADER,
  ].join('\n');
  assert.deepEqual(framesOfPanic(`${stack}\n`), MAIN);
});

test("trace of a runtime panic: the runtime's frames at the top are left out", () => {
  const stack = [
    'goroutine 1 [running]:',
    'panic({0x1, 0x2})',
    '\t/go/src/runtime/panic.go:860',
    'runtime.panicIndex(0x1)',
    '\t/go/src/runtime/panic.go:1',
    ...MAIN,
    'runtime.doInit1(0x1)',
    '\t/go/src/runtime/proc.go:8103',
    ...LOADER,
  ].join('\n');
  assert.deepEqual(framesOfPanic(stack), MAIN);
});

const DEATH = `printed before
fatal error: concurrent map writes

goroutine 8 [running]:
internal/runtime/maps.fatal({0x7f8fc1b362db?, 0x0?})
\t/go/src/runtime/panic.go:1181 +0x18 fp=0x1 sp=0x2 pc=0x3
example.com/p.init.0.func1()
\t/src/p/main.go:14 +0x85 fp=0x1 sp=0x2 pc=0x3
created by example.com/p.init.0 in goroutine 1
\t/src/p/main.go:11 +0x3e

goroutine 1 [semacquire]:
example.com/p.init.0()
\t/src/p/main.go:19
plugin.open({0x1, 0xc})
\t/go/src/plugin/plugin_dlopen.go:95
`;

test('trace of a crash: the goroutine that the runtime shows first, without addresses', () => {
  assert.deepEqual(framesOfDeath(DEATH), [
    'example.com/p.init.0.func1()',
    '\t/src/p/main.go:14 +0x85',
    'created by example.com/p.init.0 in goroutine 1',
    '\t/src/p/main.go:11 +0x3e',
  ]);
  assert.equal(fatalLine(DEATH), 'fatal error: concurrent map writes');
  assert.deepEqual(framesOfDeath('no licence\n'), []);
});

test('trace of waiting goroutines: the one in plugin.Open', () => {
  assert.deepEqual(framesOfWaiting(DEATH), ['example.com/p.init.0()', '\t/src/p/main.go:19']);
  assert.deepEqual(framesOfWaiting('goroutine 1 [running]:\nmain.main()\n\t/probe/main.go:55\n'), []);
});

test('trace of an endless recursion: the innermost frames', () => {
  const frames = Array.from({ length: 100 }, (_, index) => `f(${index})\n\t/src/p/main.go:6\n`);
  const shown = framesOfDeath(`fatal error: stack overflow\n\ngoroutine 1 [running]:\n${frames.join('')}`);
  assert.deepEqual([shown.length, shown[0], shown.at(-1)], [21, 'f(0)', '…']);
});

test('trace of a crash: its cause', () => {
  assert.equal(fatalLine('x\npanic: no\n\ngoroutine 1 [running]:\n'), 'panic: no');
  assert.equal(fatalLine('SIGSEGV: segmentation violation\nPC=0x1\n'), 'SIGSEGV: segmentation violation');
  assert.equal(fatalLine('a fatal error: none\n'), undefined);
  // What this program itself asks for when time is over.
  assert.equal(fatalLine('SIGQUIT: quit\nPC=0x1\n'), undefined);
  assert.equal(lastLine('first\nlast words \n\n'), 'last words');
  assert.equal(lastLine(''), '');
});
