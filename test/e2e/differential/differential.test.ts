import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goSources, requiredModules, standardLibrary } from './corpus.js';
import { compareWithGo, renameImportsAndCompare, type Ask } from './differential.js';
import { buildGoParser, goParserDir } from './goParser.js';
import { hardDirectives } from '../../unit/syntax/hardDirectives.js';
import { brokenHeaders, hardHeaders, importComments } from '../../unit/syntax/hardHeaders.js';
import { setUp } from '../../support/setUp.js';

let ask: Ask;
let dirs: string[];
setUp(async () => {
  ask = await buildGoParser();
  dirs = [await standardLibrary(), ...(await requiredModules(goParserDir))];
});

test('headers and directives are read as go/parser reads them, in all of GOROOT/src and real modules', async (t) => {
  const { differences, ...counts } = await compareWithGo(ask, goSources(dirs));
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(differences, []);
  assert(
    counts.files > 8000 &&
      counts.plain > 8000 &&
      counts.imports > 30000 &&
      counts.linknames > 500 &&
      counts.embeds > 10,
  );
  // A handful of testdata files, broken on purpose.
  assert(counts.rejected.length + counts.refusedEarly.length < 20);
});

test('the hard cases of the unit tests are read as go/parser reads them', async () => {
  const cases = [
    ...Object.entries(hardHeaders).map(([file, { source }]) => ({ file, source: Buffer.from(source) })),
    ...importComments.map(([behind], i) => ({
      file: `comment ${i}`,
      source: Buffer.from(`package p${behind}\n`),
    })),
    ...Object.entries(brokenHeaders).map(([file, source]) => ({ file, source: Buffer.from(source) })),
    { file: 'directives', source: Buffer.from(hardDirectives) },
  ];
  const { differences, rejected, refusedEarly } = await compareWithGo(ask, cases);
  assert.deepEqual(differences, []);
  // Go's parser does not look behind the imports here.
  assert.deepEqual(refusedEarly, ['a conflict mark']);
  assert.deepEqual([...rejected, ...refusedEarly], Object.keys(brokenHeaders));
  const inTables = Object.values(hardHeaders).flatMap(({ imports }) => imports).length;
  // One more is after an import comment, one among the directives.
  assert.equal(await renameImportsAndCompare(ask, cases), inTables + 2);
});

test('after rewriting, every file has exactly the planned imports', async (t) => {
  const renamed = await renameImportsAndCompare(ask, goSources(dirs));
  t.diagnostic(`${renamed} imports renamed`);
  assert(renamed > 30000);
});
