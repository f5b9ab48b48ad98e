import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsStatus, StatusLine } from '../../../src/cli/statusLine.js';
import { Turns } from '../../../src/cli/turns.js';

/** A status line on a terminal that records what is drawn. */
function makeStatus(columns: number): { status: StatusLine; drawn: string[] } {
  const drawn: string[] = [];
  const update = Object.assign((text: string) => void drawn.push(text), {
    clear: () => void drawn.push('clear'),
  });
  const slice = (text: string, begin: number, end: number): string => text.slice(begin, end);
  return { status: new StatusLine({ update, slice, columns: () => columns }), drawn };
}

test('the status line is drawn after a while, escapes control characters, and fits the terminal', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const now = context.mock.method(performance, 'now', () => 0);
  const { status, drawn } = makeStatus(30);
  status.set('compiling example.com/\x1b[2J\nx/a/very/long/path');
  context.mock.timers.tick(200);
  assert.deepEqual(drawn, []);
  now.mock.mockImplementation(() => 4000);
  context.mock.timers.tick(200);
  assert.deepEqual(drawn, ['4 s  compiling example.com/\\x']);
  status.clear();
  status.clear();
  assert.deepEqual(drawn.slice(1), ['clear']);
  status.end();
  context.mock.timers.tick(1000);
  assert.equal(drawn.length, 2);
});

test('TERM=dumb and CI have no status line', () => {
  assert.ok(fitsStatus({ TERM: 'xterm' }));
  assert.ok(fitsStatus({ TERM: 'xterm', CI: 'false' }));
  for (const variables of [{ TERM: 'dumb' }, { CI: 'true' }, { CI: '1' }]) assert.ok(!fitsStatus(variables));
});

test('what builds print that run at the same time appears in their order', () => {
  const printed: string[] = [];
  const turns = new Turns();
  const print = (build: number, text: string): void => {
    turns.print(build, () => void printed.push(text));
  };
  turns.begin(0);
  print(1, 'one a');
  print(0, 'zero a');
  print(2, 'two a');
  turns.begin(1);
  print(1, 'one b');
  turns.begin(2);
  print(0, 'late');
  assert.deepEqual(printed, ['zero a', 'one a', 'one b', 'two a', 'late']);
});
