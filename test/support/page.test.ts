import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { projectDir } from './files.js';
import { parsePage, withoutFigures } from './page.js';

const PAGE = `# A page

<!-- directory: fixtures/x -->
<!-- run: hidden -->

\`a/b.go\`:

\`\`\`go
package b
\`\`\`

\`\`\`console
# A comment
$ one
first

$ two
\`\`\`

\`\`\`sh
not run
\`\`\`
`;

test('a page has a directory, files, and commands with their output', () => {
  assert.deepEqual(parsePage(PAGE), {
    directory: 'fixtures/x',
    parts: [
      { line: 4, command: 'hidden', expected: '', hidden: true },
      { path: 'a/b.go', content: 'package b\n' },
      { line: 14, command: 'one', expected: 'first' },
      { line: 17, command: 'two', expected: '' },
    ],
  });
});

test('figures that differ from machine to machine are not compared', () => {
  const first = 'plugin.so 4.0 MB: 4 packages renamed, 68 standard; 6.3 s; go1.26.8';
  assert.equal(
    withoutFigures(first),
    withoutFigures(first.replace('4.0', '12.1').replace('68', '70').replace('26.8', '27')),
  );
  assert.notEqual(withoutFigures(first), withoutFigures(first.replace('4 packages', '5 packages')));
});

test('what a page shows after $ is run: it is in a block of the language console', async () => {
  const pages = await glob(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: projectDir });
  const blocks = pages.flatMap((page) =>
    [...readFileSync(join(projectDir, page), 'utf8').matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(
      ([, language = '', text = '']) => ({ page, language, text }),
    ),
  );
  assert.ok(blocks.length > 100);
  const shown = blocks.filter(({ language, text }) => language !== 'txtar' && /^\$ /m.test(text));
  assert.deepEqual(
    shown.filter(({ language }) => language !== 'console'),
    [],
  );
});
