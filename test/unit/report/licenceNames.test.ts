/** The names of licences in a bill of materials. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { licenceName } from '../../../src/report/licenceNames.js';
import { projectDir } from '../../support/files.js';

function textOf(id: string): string {
  const file = join(projectDir, 'node_modules/spdx-license-list/licenses', `${id}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { licenseText: string }).licenseText;
}

for (const id of [
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'EPL-2.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
  'Zlib',
])
  test(`${id} is named, also with other lines and marks, and not with anything added or removed`, () => {
    const text = textOf(id);
    assert.equal(licenceName(text), id);
    assert.equal(licenceName(`Copyright 2014 The Authors\r\n\r\n${text.toUpperCase()}\n`), id);
    assert.equal(licenceName(`${text}\nYou may not use it on Mondays.`), undefined);
    assert.equal(licenceName(`${text}\n\n${textOf('0BSD')}`), undefined);
    assert.equal(licenceName(text.replace(/warrant\w+/i, 'toys')), undefined);
    assert.equal(licenceName(text.slice(0, text.length / 2)), undefined);
  });

test('licences that differ in a clause are not confused', () => {
  for (const id of [
    '0BSD',
    'BSD-4-Clause',
    'BSD-3-Clause-Clear',
    'MIT-0',
    'GPL-3.0-only',
    'LGPL-3.0-only',
    'Apache-1.1',
    'JSON',
  ])
    assert.equal(licenceName(textOf(id)), undefined, id);
  assert.equal(licenceName(''), undefined);
});

test('the names of holders in BSD and ISC licences may be others', () => {
  const bsd = textOf('BSD-3-Clause')
    .replace('the copyright holder nor', 'Google Inc. nor')
    .replace('COPYRIGHT HOLDER OR CONTRIBUTORS', 'COPYRIGHT OWNER OR CONTRIBUTORS');
  assert.equal(licenceName(bsd), 'BSD-3-Clause');
  assert.equal(licenceName(textOf('ISC').replace('ISC DISCLAIMS', 'THE AUTHOR DISCLAIMS')), 'ISC');
});

test('a long text of repeated marks is not a licence', () => {
  for (const piece of ['\n', ' ', '* ', '(c) ', 'copyright ', 'the ', 'shall be ', '1. '])
    assert.equal(licenceName(piece.repeat(50_000 / piece.length)), undefined);
});
