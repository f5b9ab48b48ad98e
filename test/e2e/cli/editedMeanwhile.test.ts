/**
 * Sources that are edited while a build reads them: what is written is what was hashed, and one state of the sources, or
 * the build fails. The C compiler, which is asked for its version between the hashes and the copies, makes the edits.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../support/files.js';
import { buildLoader } from '../../support/go.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { run } from '../../support/process.js';
import { parseValid } from '../../support/validator.js';
import { setUp } from '../../support/setUp.js';
import { Workspace } from './workspace.js';

const C_PACKAGE =
  'package c\n\n// #include "include/answer.h"\nimport "C"\n\nfunc Answer() int { return C.ANSWER }\n';
const workspace = Workspace.of('hello', {
  'plugin/main.go': [
    'package main',
    '',
    'import (',
    '\t"example.com/cached"',
    '\t"example.com/cached/c"',
    '\t"example.com/hello/plugin/greet"',
    ')',
    '',
    'func Answer() string { return cached.Text + greet.Hello() }',
    '',
    'var C = c.Answer()',
    '',
    'func main() {}',
    '',
  ].join('\n'),
  'plugin/go.mod': [
    'module example.com/hello/plugin',
    '',
    'go 1.18',
    '',
    'require (',
    '\texample.com/cached v1.0.0',
    '\texample.com/dep v0.0.0',
    ')',
    '',
    'replace example.com/dep => ../dep',
    '',
  ].join('\n'),
  'plugin/greet/text/one.txt': 'one\n',
  'plugin/greet/text.go':
    'package greet\n\nimport "embed"\n\n//go:embed text/*.txt\nvar texts embed.FS\n\nvar _ = texts\n',
  'modules/example.com/cached@v1.0.0/go.mod': 'module example.com/cached\n\ngo 1.18\n',
  'modules/example.com/cached@v1.0.0/cached.go':
    'package cached\n\nimport _ "embed"\n\n//go:embed text.txt\nvar Text string\n',
  'modules/example.com/cached@v1.0.0/text.txt': 'one, ',
  'modules/example.com/cached@v1.0.0/empty.s': '// one\n',
  'modules/example.com/cached@v1.0.0/c/c.go': C_PACKAGE,
  'modules/example.com/cached@v1.0.0/c/c.c': '#include "include/answer.h"\n',
  'modules/example.com/cached@v1.0.0/c/include/answer.h': '#define ANSWER 1\n',
});
const proxy = setUpProxy(workspace.path('modules'));
const cached = join(proxy['GOMODCACHE'] ?? '', 'example.com/cached@v1.0.0');
const bin = tempDir();

setUp(async () => {
  // Runs EDIT once, or each time if EDIT_DONE is not a file name.
  const compiler = `#!/bin/sh
case "$*" in
*--version*) [ -e "$EDIT_DONE" ] || { [ -z "$EDIT_DONE" ] || touch "$EDIT_DONE"; sh -ec "$EDIT" >&2; } ;;
esac
exec gcc "$@"
`;
  writeFileSync(join(bin, 'cc'), compiler, { mode: 0o755 });
  const tidied = await run('go', ['mod', 'tidy'], { cwd: workspace.path('plugin'), env: proxy });
  assert.equal(tidied.exitCode, 0, tidied.stderr);
});

/** The variables with which the tool meets these edits, at each attempt or at the first only. */
function editing(edit: string, often: 'once' | 'always' = 'once'): Record<string, string> {
  const done = often === 'once' ? join(tempDir(), 'done') : '';
  return { ...proxy, CC: join(bin, 'cc'), CXX: 'gcc', EDIT: edit, EDIT_DONE: done };
}

/** Content of all files: path -> text. */
async function contentsOf(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = files.sort().map(async (file) => [file.slice(dir.length), await readFile(file, 'latin1')]);
  return Object.fromEntries(await Promise.all(contents)) as Record<string, string>;
}

/** Writes the renamed tree to a new directory, with a work directory that knows nothing. */
async function rewrite(env: Record<string, string>): Promise<Record<string, string>> {
  const out = join(tempDir(), 'out');
  const args = [
    'rewrite',
    './plugin',
    '--out',
    out,
    '--no-isolate',
    '--prefix',
    't_{hash}',
    '--',
    '-trimpath',
  ];
  const { exitCode, stderr } = await workspace.run(args, {
    env: { ...env, GORENAME_PLUGIN_CACHE: tempDir() },
  });
  assert.equal(exitCode, 0, stderr);
  return contentsOf(out);
}

const append = (file: string, text: string): string => `chmod u+w '${file}'; printf '${text}' >> '${file}'`;

/** Edits, and what is in the tree afterwards: each would change the prefix, or what the go command says. */
const EDITS: Record<string, [edit: string, expected: RegExp]> = {
  'a Go file of a module in the module cache': [
    append(join(cached, 'cached.go'), '\\nvar Edited1 = 1\\n'),
    /Edited1/,
  ],
  'its cgo file': [append(join(cached, 'c/c.go'), '\\nvar Edited2 = 1\\n'), /Edited2/],
  'its C file': [append(join(cached, 'c/c.c'), '// edited3\\n'), /edited3/],
  'a header that is copied with the whole module': [
    append(join(cached, 'c/include/answer.h'), '// edited4\\n'),
    /edited4/,
  ],
  'an embedded file': [append(join(cached, 'text.txt'), 'edited5, '), /edited5/],
  'an assembly file': [append(join(cached, 'empty.s'), '// edited6\\n'), /edited6/],
  "the plugin's main file": [append(workspace.path('plugin/main.go'), '\\nvar Edited7 = 1\\n'), /Edited7/],
  'a local dependency': [append(workspace.path('dep/dep.go'), '\\nvar Edited8 = 1\\n'), /Edited8/],
  "a further import in the plugin's own package": [
    `printf 'package greet\\n\\nimport _ "example.com/cached/c"\\n' > '${workspace.path('plugin/greet/more.go')}'`,
    /import _ "t_\w+\/example.com\/cached\/c"/,
  ],
  'a further file that is embedded': [
    `echo edited10 > '${workspace.path('plugin/greet/text/two.txt')}'`,
    /edited10/,
  ],
  'the go line': [`sed -i 's/^go .*/go 1.20/' '${workspace.path('plugin/go.mod')}'`, /go 1\.20/],
  "a local dependency's go line": [
    `sed -i 's/^go .*/go 1.19/' '${workspace.path('dep/go.mod')}'`,
    /go 1\.19/,
  ],
  'a file that is taken away': [`rm '${workspace.path('plugin/greet/text/one.txt')}'`, /edited10/],
};

for (const [what, [edit, expected]] of Object.entries(EDITS)) {
  test(`a file that is edited between hash and copy is in the tree as edited: ${what}`, async () => {
    const tree = await rewrite(editing(edit));
    assert.match(Object.values(tree).join('\n'), expected);
    assert.deepEqual(tree, await rewrite(editing('true')));
  });
}

for (const [what, file] of [
  ['local source', workspace.path('dep/dep.go')],
  ['source in the module cache', join(cached, 'cached.go')],
] as const) {
  test(`a build during which a ${what} keeps changing ends with exit code 2, and writes nothing`, async () => {
    // Each edit is another one.
    const env = editing(`chmod u+w '${file}'; date '+// %s%N' >> '${file}'`, 'always');
    const { exitCode, stdout, stderr } = await workspace.run(['build', './plugin'], { env });
    assert.deepEqual({ exitCode, stdout }, { exitCode: 2, stdout: '' });
    assert.match(stderr, /^gorename-plugin: \S+\.go changed while it was read\nRun the build again when/);
    assert(!existsSync(workspace.path('plugin.so')));
    assert.deepEqual(await readdir(join(workspace.cache, 'modules')).catch(() => []), []);
    await workspace.assertNothingLeft();
  });
}

interface Document {
  packages: { importPath: string; builtAs: string }[];
}

test('each build that runs while sources are being edited has the sources that it recorded', async () => {
  const loader = await buildLoader();
  const text = join(cached, 'text.txt');
  const answer = async (edit: string): Promise<string | undefined> => {
    const output = join(tempDir(), 'plugin.so');
    const { exitCode, stderr } = await workspace.run(['build', './plugin', '-o', output], {
      env: editing(edit),
    });
    assert.equal(exitCode, 0, stderr);
    return (await loader([output]))[0]?.answer;
  };
  const once = `[ -e '${bin}/edited' ] || { touch '${bin}/edited'; printf 'two, ' > '${text}'; }`;
  chmodSync(text, 0o644);
  writeFileSync(text, 'one, ');
  assert.equal(await answer(once), 'two, hello, world');
  writeFileSync(text, 'one, ');
  assert.equal(await answer(once), 'one, hello, world');
  writeFileSync(text, 'two, ');
  assert.equal(await answer(once), 'two, hello, world');
});

test('a wrong remembered digest is noticed when the file is copied', async () => {
  const cache = tempDir();
  const env = { ...proxy, GORENAME_PLUGIN_CACHE: cache };
  const build = async (): Promise<Document> => {
    const args = ['build', './plugin', '-o', `${tempDir()}/`, '--json', '--prefix', 't_{hash}'];
    const { exitCode, stdout, stderr } = await workspace.run(args, { env });
    assert.equal(exitCode, 0, stderr);
    return parseValid('build', stdout) as Document;
  };
  const { packages } = await build();
  const [name = ''] = readdirSync(join(cache, 'digests'));
  const record = join(cache, 'digests', name);
  const [header = '', content = ''] = readFileSync(record, 'utf8').split('\n');
  const kept = JSON.parse(content) as Record<string, { sha256: string }>;
  const entry = kept[join(cached, 'cached.go')];
  assert(entry !== undefined);
  entry.sha256 = 'f'.repeat(64);
  // As this program would have written it.
  const wrong = JSON.stringify(kept);
  const [program = ''] = header.split(' ');
  writeFileSync(record, `${program} ${createHash('sha256').update(wrong).digest('hex')}\n${wrong}`);
  assert.deepEqual((await build()).packages, packages);
});
