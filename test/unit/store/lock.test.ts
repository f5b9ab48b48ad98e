/** Locks of the work directory, within one process. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { withLock } from '../../../src/store/lock.js';
import { tempDir } from '../../support/files.js';

test('two builds of one run take turns for a lock, and do not report that they wait for their own process', async () => {
  const path = join(tempDir(), 'main');
  const reports: string[] = [];
  const order: string[] = [];
  const build = (name: string): Promise<void> =>
    withLock(path, { what: 'plugin', report: (message) => reports.push(message) }, async () => {
      order.push(`${name} begins`);
      // Longer than the time after which a wait is reported.
      await setTimeout(1500);
      order.push(`${name} ends`);
    });
  await Promise.all([build('one'), build('two')]);
  assert.deepEqual(order, ['one begins', 'one ends', 'two begins', 'two ends']);
  assert.deepEqual(reports, []);
});
