import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { setUp } from '../../support/setUp.js';
import { load, Registries, type BuildDocument } from './registries.js';

/** Two builds of one plugin that differ only in main. */
async function buildTwo(
  programs: Registries,
  args: string[],
): Promise<{ files: string[]; documents: BuildDocument[] }> {
  const first = await programs.buildPlugin('a', args);
  const kept = join(tempDir(), 'one.so');
  await mkdir(dirname(kept), { recursive: true });
  await copyFile(first.file, kept);
  const main = join(programs.pluginDir('a'), 'main.go');
  await writeFile(main, (await readFile(main, 'utf8')).replace('"one"', '"two"'));
  const second = await programs.rebuildPlugin('a', args);
  return { files: [kept, second.file], documents: [first.document, second.document] };
}

const programs = new Registries('own');
let host: string;
setUp(async () => {
  host = await programs.buildHost();
});

test("the plugin's own registrations stay public, and a warning says that a second build would repeat them", async () => {
  const { files, documents } = await buildTwo(programs, []);
  const { plugins } = await load(host, files);
  // What the library registers is found; own variables are the process's.
  assert.equal(plugins[0], 'one: 1 1 "a" "a" true');
  assert.match(plugins[1] ?? '', /^panic: Reuse of exported var name: hits/);
  const warnings = documents[0]?.findings.map(({ kind, message }) => [kind, message.split(' ').slice(1, 2)]);
  assert.deepEqual(warnings, [
    ['own-registration', ['expvar.NewInt']],
    ['own-registration', ['expvar.NewInt']],
  ]);
});

test('--isolate-own: two builds of one plugin that differ only in main have separate registrations', async () => {
  const { files, documents } = await buildTwo(programs, ['--isolate-own']);
  const { plugins } = await load(host, files);
  assert.deepEqual(plugins, ['one: 1 1 "a" "a" true', 'two: 1 1 "a" "a" true']);
  for (const { findings } of documents) assert.deepEqual(findings, []);
});
