import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoaderEvent } from '../../../src/probe/events.js';
import { parseEvents } from '../../../src/probe/events.js';
import { interpretRun } from '../../../src/probe/outcome.js';
import type { LoaderRun } from '../../../src/probe/runLoader.js';

const FILES = ['/a.so', '/b.so'];

function runOf(events: [LoaderEvent['event'], output?: string][], how: Partial<LoaderRun> = {}): LoaderRun {
  const steps = events.map(([event, output = '']) => {
    return {
      event,
      output,
      offset: 0,
      message: 'refused',
      stack: '',
      symbols: [],
    };
  });
  const ended = { exitCode: 0, signal: undefined, timedOut: false, timeout: 1000, beginning: '' };
  return { steps, ...ended, ...how };
}

const interpret = (run: LoaderRun): ReturnType<typeof interpretRun> =>
  interpretRun(FILES, undefined, run, (line) => line);

test('a process that is crashing at the timeout has crashed, and is not waiting', () => {
  const run = runOf(
    [['opening', 'fatal error: stack overflow\n\ngoroutine 1 [running]:\nf()\n\t/f.go:1\n']],
    {
      exitCode: undefined,
      signal: 'SIGKILL',
      timedOut: true,
    },
  );
  const { outcomes, findings } = interpret(run);
  assert.deepEqual(
    outcomes.map(({ state }) => state),
    ['died', 'not-reached'],
  );
  assert.deepEqual(outcomes[0]?.stack, ['f()', '\t/f.go:1']);
  assert.deepEqual(findings, [
    { kind: 'fatal-error', file: '/a.so', loading: true, errorText: 'fatal error: stack overflow' },
  ]);
});

test('a process that ends normally except for its exit code: the last plugin, which is loaded, is named', () => {
  const all = [['opening'], ['loaded'], ['opening'], ['loaded'], ['done', 'WARNING: DATA RACE\n']] as const;
  const { outcomes, findings } = interpret(
    runOf(
      [...all].map(([a, b = '']) => [a, b]),
      { exitCode: 66 },
    ),
  );
  assert.deepEqual(
    outcomes.map(({ state }) => state),
    ['loaded', 'loaded'],
  );
  assert.deepEqual(findings, [
    { kind: 'fatal-error', file: '/b.so', loading: false, errorText: 'exit code 66: WARNING: DATA RACE' },
  ]);
});

test('a process that ends between two plugins: the first one is responsible', () => {
  const run = runOf([['opening'], ['refused', 'bye']], { exitCode: 1 });
  const { outcomes, findings } = interpret(run);
  assert.deepEqual(
    outcomes.map(({ state }) => state),
    ['refused', 'not-reached'],
  );
  assert.deepEqual(
    findings.map((finding) => [finding.kind, 'file' in finding && finding.file]),
    [
      ['probe-refused', '/a.so'],
      ['fatal-error', '/a.so'],
    ],
  );
});

test('a loader process that exits before the first plugin is reported', () => {
  assert.throws(() => interpret(runOf([], { exitCode: 5, beginning: 'no settings\n' })), {
    message: 'the loader exited before opening the first plugin: exit code 5: no settings',
  });
  assert.throws(
    () => interpret(runOf([], { timedOut: true })),
    /exited before opening the first plugin: timed out during startup/,
  );
});

test('a probe report that is cut off is read up to its last whole line', () => {
  assert.deepEqual(parseEvents('{"event":"opening","offset":0}\n{"event":"load'), [
    { event: 'opening', offset: 0 },
  ]);
  assert.deepEqual(parseEvents(''), []);
});
