import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { atAddress, pleaseReport } from '../../../src/base/reportBug.js';
import { projectDir } from '../../support/files.js';

test('a message that asks for a report names the address of package.json, if it has one', () => {
  assert.equal(pleaseReport({}), 'Please report this: it is a bug.');
  const bugs = { url: 'https://example.org/issues' };
  assert.equal(pleaseReport({ bugs }), 'Please report this at https://example.org/issues: it is a bug.');
  assert.equal(atAddress({ bugs, homepage: 'https://example.org' }), ' at https://example.org/issues');
  assert.equal(atAddress({ bugs: 'https://example.org/bugs' }), ' at https://example.org/bugs');
  assert.equal(atAddress({ bugs: {}, homepage: 'https://example.org' }), ' at https://example.org');
});

test('no other code asks for a report', async () => {
  const files = await fastGlob('src/**/*.ts', { cwd: projectDir });
  const asking = files.filter((file) =>
    /please report this/i.test(readFileSync(join(projectDir, file), 'utf8')),
  );
  assert.deepEqual(asking, ['src/base/reportBug.ts']);
});
