/**
 * `trace` on lines of any length. A line of 200 MB, `(/a/b` again and again, took 1.1 s and 85 MB at most:
 * `python3 -c "print('(/a/b' * 40000000)" > long; /usr/bin/time -f '%e s %M kB' gorename-plugin trace long | cmp - long`
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { traceRestorer } from '../../../src/names/restoreTrace.js';
import { toolCommand } from '../../support/process.js';

const trace = (): ReturnType<typeof spawn> => {
  const [program, ...first] = toolCommand;
  // The executable has no such limit.
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=64' };
  return spawn(program, [...first, 'trace'], { stdio: 'pipe', env });
};

for (const word of ['(/a/b', '/modules/t_1_0123abcd/', '(/modules/t_1_0123abcd/@', 't_1_', 'plugins/']) {
  test(`trace reads a long word made of ${word} in linear time`, () => {
    const restore = traceRestorer({
      workDir: '/work',
      prefixes: [],
      versionOf: () => undefined,
      originalDirectory: () => undefined,
    });
    const start = performance.now();
    restore(word.repeat(200_000));
    assert.ok(performance.now() - start < 5000);
  });
}

test('trace passes on a line of 60 MB without a space unchanged, in little memory', async () => {
  const child = trace();
  const chunk = Buffer.from('(/a/b'.repeat(200_000));
  const [sent, received] = [createHash('sha256'), createHash('sha256')];
  child.stdout?.on('data', (data: Buffer) => received.update(data));
  for (let count = 0; count < 60; count++) {
    sent.update(chunk);
    if (child.stdin?.write(chunk) === false) await once(child.stdin, 'drain');
  }
  child.stdin?.end();
  const [exitCode] = (await once(child, 'close')) as [number];
  assert.equal(exitCode, 0);
  assert.equal(received.digest('hex'), sent.digest('hex'));
});

test('trace restores names in a long line, at whatever byte it is split', async () => {
  const child = trace();
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stdin?.end('t_1_0123abcd/a.b/c.F '.repeat(100_000));
  await once(child, 'close');
  assert.equal(output, 'a.b/c.F '.repeat(100_000));
});

test('trace ends at once with SIGINT, and without a message when its reader ends', async () => {
  const stopped = trace();
  stopped.stdin?.write('(/a/b'.repeat(100_000));
  await setTimeout(1500);
  stopped.kill('SIGINT');
  const [, signal] = (await once(stopped, 'close')) as [number | null, string];
  assert.equal(signal, 'SIGINT');

  const unread = trace();
  let errors = '';
  unread.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
  unread.stdout?.destroy();
  unread.stdin?.on('error', () => undefined);
  unread.stdin?.end('x y\n'.repeat(500_000));
  const [exitCode] = (await once(unread, 'close')) as [number];
  assert.deepEqual({ exitCode, errors }, { exitCode: 0, errors: '' });
});
