/**
 * Writes docs/isolation.md from the table in src/plan/globalStateTable.ts.
 *
 *   tsx scripts/isolation-page.ts [--check]
 *
 * `--check` writes nothing; exit code 1 if the page is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GLOBAL_STATE,
  splitNames,
  type IsolatedState,
  type StateEntry,
} from '../src/plan/globalStateTable.js';

const FILE = join(import.meta.dirname, '../docs/isolation.md');

const code = (names: string): string =>
  splitNames(names)
    .map((name) => (name === '*' ? 'all' : `\`${name}\``))
    .join(' ');

const isolated = GLOBAL_STATE.filter((entry): entry is IsolatedState => entry.treatment === 'isolated');

function sharedTable(treatment: StateEntry['treatment']): string[] {
  const rows = GLOBAL_STATE.filter((entry) => entry.treatment === treatment).sort((a, b) =>
    a.importPath < b.importPath ? -1 : 1,
  );
  return [
    '| package | names | why |',
    '| --- | --- | --- |',
    ...rows.map(({ importPath, names, reason }) => `| \`${importPath}\` | ${code(names)} | ${reason} |`),
  ];
}

const page = [
  '# Isolation',
  '',
  '<!-- Generated from src/plan/globalStateTable.ts by scripts/isolation-page.ts (npm run generate). -->',
  '',
  'Global state of the standard library, and how a plugin uses it. A test compares these tables with the standard library: each',
  'exported function that writes package-level state, and each exported variable, must be in one of them.',
  '',
  '## Isolated',
  '',
  'If a renamed package registers something, renamed packages and the plugin find it under its usual name. What they do not',
  "find there, they look up in the host's state. Registrations by the plugin's own packages stay shared, unless `--isolate-own`",
  'makes them private too. `--no-isolate=NAME` shares a kind. C symbols (`c`) are private as well',
  '([limitations.md](limitations.md#process-global-state)).',
  '',
  '| `--no-isolate=` | package | names that register | names that look up | why |',
  '| --- | --- | --- | --- | --- |',
  ...isolated.map(
    ({ kind, importPath, names, lookups, reason }) =>
      `| \`${kind}\` | \`${importPath}\` | ${code(names)} | ${code(lookups)} | ${reason} |`,
  ),
  '',
  '## Shared: the host notices',
  '',
  'If a dependency calls or sets one of these during its initialization, which is after the host has made its settings, the',
  'build [warns](findings/shared-global-state.md).',
  '',
  ...sharedTable('reported'),
  '',
  '## Shared: harmless',
  '',
  ...sharedTable('harmless'),
  '',
].join('\n');

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, page);
} else if (readFileSync(FILE, 'utf8') !== page) {
  console.error('docs/isolation.md is stale: run `npm run generate`.');
  process.exitCode = 1;
}
