/** The sidebar of the documentation site. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import glob from 'fast-glob';
import { API_PAGE, PAGE_GROUPS } from '../../site/pages.js';
import { projectDir } from '../support/files.js';

test('each page is in a group of site/pages.ts', async () => {
  const patterns = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'examples/**/*.md'];
  // The lists of findings and decisions bring their pages with them.
  const ignore = ['docs/findings/!(README).md', 'docs/adr/!(README).md'];
  const pages = await glob([...patterns, 'bench/results.md'], { cwd: projectDir, ignore });
  const named = PAGE_GROUPS.flatMap((group) => group.pages);
  assert.deepEqual(named.toSorted(), [...pages, API_PAGE].toSorted());
});
