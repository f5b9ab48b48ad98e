import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { fixtureDir } from '../../support/files.js';
import { setUp } from '../../support/setUp.js';
import { goSources, requiredModules } from './corpus.js';
import { compareWithGo, renameImportsAndCompare, type Ask } from './differential.js';
import { buildGoParser } from './goParser.js';

let ask: Ask;
setUp(async () => {
  ask = await buildGoParser();
});

test('every module that the corpus plugins require is read as go/parser reads it', async (t) => {
  const dirs = new Set<string>();
  for (const goMod of await glob('*/plugin/go.mod', { cwd: fixtureDir('corpus'), absolute: true })) {
    for (const dir of await requiredModules(dirname(goMod))) dirs.add(dir);
  }
  const { differences, ...counts } = await compareWithGo(ask, goSources([...dirs]));
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(differences, []);
  assert(counts.files > 15_000);
  assert(counts.rejected.length + counts.refusedEarly.length < 20);

  const renamed = await renameImportsAndCompare(ask, goSources([...dirs]));
  assert(renamed >= counts.imports);
});
