/**
 * Writes docs/isolation.md from the table in src/plan/globalStateTable.ts.
 *
 *   tsx scripts/isolation-page.ts [--check]
 *
 * `--check` writes nothing; exit code 1 if the page is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTRIES, splitNames, type IsolatedState, type StateEntry } from '../src/plan/globalStateTable.js';

const FILE = join(import.meta.dirname, '../docs/isolation.md');

const code = (names: string): string =>
  splitNames(names)
    .map((name) => (name === '*' ? 'all' : `\`${name}\``))
    .join(' ');

const isolated = REGISTRIES.filter((entry): entry is IsolatedState => entry.treatment === 'isolated');

function sharedTable(treatment: StateEntry['treatment']): string[] {
  const rows = REGISTRIES.filter((entry) => entry.treatment === treatment).sort((a, b) =>
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
  'Process-global state of the standard library, and what a plugin does with it. A test compares these tables',
  'with the standard library: an exported function that writes package-level state, or a variable, must be in one.',
  '',
  '## Isolated',
  '',
  "Renamed packages find what a renamed package registers, and so do look-ups by the plugin's packages, under its",
  "usual name; what they do not find there is searched in the host's. The plugin's registrations stay as written, unless",
  '`--isolate-own` makes them private, too.',
  '',
  '| `--no-isolate=` | package | what registers | what looks up | why |',
  '| --- | --- | --- | --- | --- |',
  ...isolated.map(
    ({ kind, importPath, names, lookups, reason }) =>
      `| \`${kind}\` | \`${importPath}\` | ${code(names)} | ${code(lookups)} | ${reason} |`,
  ),
  '',
  '## Shared: the host notices',
  '',
  'If a third-party package calls or sets one of these while it is initialized, so after the host has made its settings,',
  'the build [warns](findings/shared-global-state.md).',
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
