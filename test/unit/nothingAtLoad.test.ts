/** The lint rule that keeps builds out of the top level of test files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter, type Rule } from 'eslint';
import { parser } from 'typescript-eslint';
import { createProgram } from 'typescript';
import { tempDir } from '../support/files.js';

test('a test file may declare tests and values while it is loaded, but not wait and not start programs', async () => {
  const rule = (await import(import.meta.resolve('../../scripts/lint/nothingAtLoad.js'))) as {
    default: Rule.RuleModule;
  };
  const file = join(tempDir(), 'one.test.ts');
  writeFileSync(file, SOURCE);
  const programs = [createProgram([file], { noLib: true, noResolve: true })];
  const messages = new Linter({ cwd: join(file, '..') }).verify(
    SOURCE,
    {
      files: ['**/*.ts'],
      languageOptions: { parser, parserOptions: { programs } },
      plugins: { tests: { rules: { rule: rule.default } } },
      rules: { 'tests/rule': 'error' },
    },
    file,
  );
  const marked = SOURCE.split('\n').flatMap((line, index) => (/\/\/ refused/.test(line) ? [index + 1] : []));
  assert.deepEqual(
    messages.map(({ line, fatal }) => [line, fatal]),
    marked.map((line) => [line, undefined]),
  );
});

const SOURCE = `
import { before, describe, test } from 'node:test';
import { spawnSync } from 'node:child_process';
interface Promise<T> { then(next: (value: T) => void): void }
declare function build(): Promise<string>;
declare function name(): string;
declare function each(list: string[], make: (name: string) => Promise<string>): void;

const value = name();
const waited = await build(); // refused
const started = build(); // refused
const perhaps: unknown = value === '' ? undefined : build(); // refused
spawnSync('go', ['build']); // refused
for await (const part of value) void part; // refused
if (value !== '') void build(); // refused
(() => { void build(); })(); // refused
class Built { static file = build(); file = build(); } // refused
describe('many', () => {
  void build(); // refused
  test('one', () => build());
});

test('two', async () => void (await build()));
test.skip('three', () => build());
before(async () => { await build(); spawnSync('go'); });
each(['a'], () => build());
function later() { return build(); }
const lazy = () => build();
`;
