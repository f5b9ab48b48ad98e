/** The table of the standard library's state is complete for the Go version that runs the tests. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { GLOBAL_STATE, splitNames } from '../../../src/plan/globalStateTable.js';
import { go } from '../../support/go.js';
import { setUp } from '../../support/setUp.js';

let listed: string[];
setUp(async () => {
  listed = (await go(join(import.meta.dirname, 'stdstate'), ['run', '.'])).trim().split('\n');
});

/** What no entry of the table names. */
function unclassified(table: typeof GLOBAL_STATE): string[] {
  const known = new Set(
    table.flatMap((entry) =>
      splitNames(`${entry.names} ${entry.treatment === 'isolated' ? entry.lookups : ''}`).map(
        (name) => `${entry.importPath}.${name}`,
      ),
    ),
  );
  return listed.filter((name) => !known.has(name) && !known.has(name.replace(/\.\w+$/, '.*')));
}

test('every exported standard library function that writes package-level state is classified, and every variable', () => {
  assert.deepEqual(unclassified(GLOBAL_STATE), []);
});

test('the search for package-level state finds the functions that are known to panic', () => {
  for (const name of ['database/sql.Register', 'flag.Bool', 'net/http.HandleFunc', 'expvar.NewInt']) {
    assert(listed.includes(name), name);
  }
});

test('the search for package-level state finds a function that no table entry names', () => {
  const without = GLOBAL_STATE.filter(({ importPath }) => importPath !== 'expvar');
  assert.deepEqual(
    unclassified(without),
    ['NewFloat', 'NewInt', 'NewMap', 'NewString', 'Publish'].map((name) => `expvar.${name}`),
  );
});
