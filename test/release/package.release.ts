/** The npm package as it is published: `prepack` adds compiled code for systems for which the parser's packages have none. */
import { existsSync } from 'node:fs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { TARGETS } from '../../scripts/program/targets.js';
import { installPackage } from '../e2e/install/npmPackage.js';

test('the package that is published has compiled code for all systems', async () => {
  const installed = await installPackage([]);
  for (const { addon } of TARGETS)
    for (const name of ['tree-sitter', 'tree-sitter-go'])
      assert.ok(existsSync(join(installed, 'dist/addons', addon, `${name}.node`)), `${addon}/${name}`);
});
