/** --rename conflicts: what is equal in host and plugin stays shared, and variables with it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { Sharing } from './sharing.js';

// The host has counted to 10 in every package.
const SHARED = 'lone: shared 11, over 1 with base 1.1, text 1.0 11';
const APART = 'lone: shared 1, over 1 with base 1.1, text 1.0 1';
const CONFLICTS = ['--rename', 'conflicts'];

let sharing: Sharing;
let source: string;
let mixed: string;
let host: string;
setUp(async () => {
  sharing = await Sharing.create();
  source = await sharing.source('counters');
  mixed = await sharing.source('plugins/mixed', 'mixed');
  host = await sharing.plain(source, 'counters');
});

/** The lines that a host prints. */
async function answers(program: string, files: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await run(program, files);
  assert.equal(exitCode, 0, stderr);
  return stdout.split('\n');
}

test('--rename conflicts renames only packages that differ, their importers and their internal packages', async () => {
  const plain = await sharing.plain(mixed, 'plain.so', ['-buildmode=plugin']);
  assert.match((await answers(host, [plain]))[0] ?? '', /different version of package example\.com\//);
  const options = [mixed, '--host', host, ...CONFLICTS];
  const file = await sharing.built('mixed', options);
  const again = await sharing.source('plugins/mixed', 'again');
  const goMod = readFileSync(join(again, 'go.mod'), 'utf8').replace('plugins/mixed', 'plugins/again');
  await sharing.source('plugins/mixed', 'again', { 'go.mod': goMod });
  const second = await sharing.built('again', [again, '--host', host, ...CONFLICTS]);
  // The second plugin has equal dependencies, and shares the first one's renamed ones.
  assert.deepEqual(await answers(host, [file, second]), [
    SHARED,
    'lone: shared 12, over 2 with base 1.1, text 1.0 12',
  ]);

  const { stdout } = await sharing.tool([...options, '--dry-run']);
  const lines = stdout.replaceAll(/t_\d+_\w+/g, 't').split('\n');
  assert.deepEqual(lines, [
    'example.com/base@v1.1.0 -> t/example.com/base',
    'example.com/lone@v1.0.0 -> example.com/lone (not in the host)',
    lines[2],
    "example.com/shared@v1.0.0 -> example.com/shared (the host's v1.0.0)",
    'example.com/shared/internal/deep@v1.0.0 -> t/example.com/shared/internal/deep',
    'example.com/shared/over@v1.0.0 -> t/example.com/shared/over',
    "example.com/text@v1.0.0 -> example.com/text (the host's v1.0.0)",
  ]);
});

test('--rename conflicts works together with --keep', async () => {
  const file = await sharing.built('kept', [
    mixed,
    '--host',
    host,
    ...CONFLICTS,
    '--keep',
    'example.com/base',
  ]);
  assert.deepEqual(await answers(host, [file]), ['lone: shared 11, over 11 with base 1.0, text 1.0 11']);
});

test('--rename conflicts renames equal versions that were compiled from different content', async () => {
  await go(source, ['mod', 'vendor'], sharing.env);
  const vendored = await sharing.plain(source, 'vendored', ['-mod=vendor']);
  const ofVendored = await sharing.built('of-vendored', [mixed, '--host', vendored, ...CONFLICTS]);
  assert.deepEqual(await answers(vendored, [ofVendored]), [APART]);

  // Trimmed, it is the same from wherever it was compiled.
  const both = await sharing.plain(source, 'vendored-trimmed', ['-mod=vendor', '-trimpath']);
  const ofBoth = await sharing.built('of-vendored-trimmed', [mixed, '--host', both, ...CONFLICTS]);
  assert.deepEqual(await answers(both, [ofBoth]), [SHARED]);

  const cache = { GOMODCACHE: tempDir() };
  const elsewhere = await sharing.plain(source, 'elsewhere', ['-mod=mod'], cache);
  const ofElsewhere = await sharing.built('of-elsewhere', [mixed, '--host', elsewhere, ...CONFLICTS]);
  assert.deepEqual(await answers(elsewhere, [ofElsewhere]), [APART]);
  // What is kept cannot be renamed: a report, and no endless attempts.
  const keep = [mixed, '--host', elsewhere, ...CONFLICTS, '--keep', 'example.com/shared'];
  const { exitCode, stderr } = await sharing.tool([...keep, '-o', 'refused.so']);
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    /^error\[[\w-]+\]: 1 package was compiled in a different directory than in the host; .*\n +example\.com\/shared: /m,
  );

  const trimmed = await sharing.plain(source, 'trimmed', ['-mod=mod', '-trimpath'], cache);
  const ofTrimmed = await sharing.built('of-trimmed', [mixed, '--host', trimmed, ...CONFLICTS]);
  assert.deepEqual(await answers(trimmed, [ofTrimmed]), [SHARED]);
  await go(source, ['clean', '-modcache'], { ...sharing.env, ...cache });
});

test('--rename conflicts takes a fork that replaces a module as equal, whatever version it replaces', async () => {
  const fork = '\nreplace example.com/text => example.com/fork v1.2.0\n';
  const goMod = (dir: string): string => readFileSync(join(dir, 'go.mod'), 'utf8');
  const forked = await sharing.source('counters', 'forked', { 'go.mod': `${goMod(source)}${fork}` });
  const plugin = await sharing.source('plugins/mixed', 'forked-plugin', {
    'go.mod': `${goMod(mixed).replace('text v1.0.0', 'text v1.1.0')}${fork}`,
  });
  const program = await sharing.plain(forked, 'of-fork', ['-trimpath']);
  const file = await sharing.built('forked', [plugin, '--host', program, ...CONFLICTS]);
  assert.deepEqual(await answers(program, [file]), ['lone: shared 11, over 1 with base 1.1, text forked 11']);
});
