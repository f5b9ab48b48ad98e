/**
 * Hosts and plugins that differ in all that plugin.Open cares about, and in what it does not: what `verify --host`
 * predicts is compared with what plugin.Open does, in a separate process for each pair. Needs the cross compiler
 * that `test/e2e/renaming/arm64.corpus.ts` needs, and musl-gcc (Debian: musl-tools).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureDir } from '../../support/files.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { checkCommandLine } from './matrix/commandLine.js';
import { groupsOfPairs } from './matrix/groups.js';
import { systemGlibc } from './matrix/libraries.js';
import { Predictor } from './matrix/prediction.js';
import { ProgramBuilder } from './matrix/programs.js';
import { Table } from './matrix/table.js';
import { openPlugins } from './matrix/truth.js';

const env = setUpProxy(fixtureDir('host/matrix/modules'));

/** How many pairs there are for one that the command line is asked about, too. */
const SAMPLE = 40;

test('verify --host predicts plugin.Open in each pair of the matrix', async () => {
  const builder = new ProgramBuilder(env);
  const glibc = await systemGlibc();
  const predictor = new Predictor(glibc);
  const table = new Table();
  for (const makePairs of groupsOfPairs(builder).values()) {
    for (const pair of await makePairs()) {
      const [truth, predicted] = await Promise.all([
        openPlugins(pair.host, pair.plugins),
        predictor.predict(pair.host, pair.plugins),
      ]);
      table.add(pair, truth, predicted);
      if (table.pairs % SAMPLE === 0) await checkCommandLine(pair, predicted, glibc);
    }
  }
  console.log(table.toString());
  assert.deepEqual(table.falseAlarms, []);
  assert.deepEqual(table.misses, []);
  assert.deepEqual(table.wrongCauses, []);
  assert.ok(table.pairs >= 500);
  assert.ok(table.loaded >= table.pairs / 3, `${table.loaded} of ${table.pairs} are loadable`);
  for (const [cause, { pairs }] of table.causes) assert.ok(pairs >= 15, `${cause}: ${pairs} pairs`);
});
