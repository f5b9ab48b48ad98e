import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyFixture } from '../../support/files.js';
import { buildLoader } from '../../support/go.js';
import { buildRenamed, compare, testConstructs } from './compare.js';

testConstructs('embedded files', () => compare('embed/plugin'), {
  'file of a dependency': 'import "example.com/dep" // text',
  'directories and patterns of a dependency':
    'assets/a.txt=a assets/nested/b.json=b ' +
    'assets/nested/source.go=package nested import _ "example.com/dep" ' +
    'assets/program.go.txt=import "example.com/dep" ' +
    'name with space.txt=spaced one.tmpl=one two.tmpl=two',
  'hidden files with the prefix all':
    'static/.dot=dot static/_under=under static/deep/.deep=deep static/plain.txt=plain',
  pattern: 'static/plain.txt=plain',
  bytes: 'ef bb bf 00 ff 0d 0a',
  'file in a group of variables': 'plain',
  'package of the plugin': 'import "example.com/dep"',
});

test('a compiled Go file that is also embedded is embedded as it is compiled', async () => {
  const dir = copyFixture('renaming/embed');
  const main = join(dir, 'plugin/main.go');
  const text = await readFile(main, 'utf8');
  const embedding =
    '//go:embed main.go\nvar source string\n\n// Source is this file.\nfunc Source() string { return source }\n';
  await writeFile(main, `${text}\n${embedding}`);
  const { output, packages } = await buildRenamed(join(dir, 'plugin'));
  const [answer] = await (await buildLoader())([output], 'Source');
  const renamed = packages.reduce(
    (all, { importPath: from, builtAs: to }) => all.replaceAll(`"${from}"`, `"${to}"`),
    `${text}\n${embedding}`,
  );
  assert.equal(answer?.answer, renamed);
  assert.notEqual(renamed, `${text}\n${embedding}`);
});
