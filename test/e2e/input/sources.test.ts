/** Sources that go compiles and that few people write: escapes in import paths, deep nesting, odd file names. */
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { trueNames } from '../../../src/base/fileNames.js';
import { parseDeclarations } from '../../../src/syntax/declarations.js';
import { parseAnyHeader, parseGoHeader } from '../../../src/syntax/headerParser.js';
import { findInitWrites } from '../../../src/syntax/initWrites.js';
import { findSelectors } from '../../../src/syntax/selectors.js';
import { Workspace } from '../cli/workspace.js';
import { projectDir, tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

const main = (imported: string): string =>
  `package main\n\nimport "example.com/hello/plugin/${imported}"\n\nfunc Say() string { return greet.Hello() }\n\nfunc main() {}\n`;
const spellings = ['gr\\u0065et', 'gr\\U00000065et', 'gr\\x65et', 'gr\\145et', '\\u0067\\x72eet'];
for (const spelling of spellings) {
  test(`an import path with the escape ${spelling} is renamed`, async () => {
    const workspace = Workspace.of('hello', { 'plugin/main.go': main(spelling) });
    const { exitCode, stderr } = await workspace.run(['build', './plugin', '-o', 'a.so']);
    assert.equal(exitCode, 0, stderr);
    const verified = await workspace.run(['verify', 'a.so']);
    assert.match(verified.stdout, /example\.com\/hello\/plugin\/greet -> t_/);
  });
}

test('escaped import paths are renamed after a byte order mark, with CRLF, below a line directive', () => {
  const source = '\ufeff//line x.go:7\r\npackage p\r\n\r\nimport "a.b/\\u0063"\r\nimport `a.b/d`\r\n';
  const { imports } = parseGoHeader(Buffer.from(source), 'p.go');
  assert.deepEqual(
    imports.map(({ importPath }) => importPath),
    ['a.b/c', 'a.b/d'],
  );
});

const deep = (depth: number): string =>
  `var Deep = ${'('.repeat(depth)}1${')'.repeat(depth)}\n\nvar T ${'[]'.repeat(depth)}int\n\n` +
  `var C = ${'*'.repeat(depth)}f${'()'.repeat(depth)}\n`;

test('a syntax tree of any depth is read', () => {
  const wanted = new Map([['flag', new Set(['CommandLine'])]]);
  const nested = `${'{'.repeat(20_000)} flag.CommandLine = nil ${'}'.repeat(20_000)}`;
  const source = Buffer.from(
    `package main\n\nimport "flag"\n\n${deep(100_000)}\nfunc init() { ${nested} }\n`,
  );
  assert.equal(parseDeclarations(source).values.length, 3);
  const header = parseAnyHeader(source, 'main.go');
  assert.equal(findSelectors(source, header, wanted).length, 1);
  assert.equal(findInitWrites(source, header, wanted).length, 1);
  assert.throws(() => parseAnyHeader(Buffer.from(`package p\n\nimport ${'('.repeat(100_000)}`), 'p.go'), {
    name: 'GoSyntaxError',
  });
});

test('a source with any number of comments is read', () => {
  for (const comments of [
    '// x\n'.repeat(3_000_000),
    `/*${' *x'.repeat(5_000_000)}*/`,
    '/**/ '.repeat(2_000_000),
  ]) {
    const source = Buffer.from(`${comments}\npackage p\n${comments}\nimport "fmt"\n\nvar x int\n`);
    assert.equal(parseGoHeader(source, 'p.go').imports.length, 1);
  }
});

test('a plugin with deeply nested expressions and types is built', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/deep.go': `package main\n\n${deep(4000).replace(/var C.*\n/, '')}`,
  });
  const { exitCode, stderr } = await workspace.run(['build', './plugin', '-o', 'a.so']);
  assert.equal(exitCode, 0, stderr);
});

/** Writes a file whose name holds bytes that are not UTF-8. */
function writeOdd(dir: string, name: string, content: string): void {
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(name, 'latin1')]), content);
}

test('files whose names are not UTF-8 are compiled, hashed and watched for changes', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/main.go':
      'package main\n\nimport "example.com/hello/plugin/greet"\n\nfunc Say() string { return greet.Hello() + greet.Odd }\n\nfunc main() {}\n',
  });
  const dir = workspace.path('plugin/greet');
  const build = async (): Promise<string> => {
    const { exitCode, stdout, stderr } = await workspace.run(['build', './plugin', '-o', 'a.so', '--json']);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  writeOdd(dir, 'caf\xe9.go', 'package greet\n\nconst Odd = "one"\n');
  writeOdd(dir, '\xe8.go', 'package greet\n\nconst Other = "one"\n');
  const path = /m_[0-9a-f]{8}/;
  const first = path.exec(await build())?.[0];
  writeOdd(dir, 'caf\xe9.go', 'package greet\n\nconst Odd = "two"\n');
  assert.notEqual(path.exec(await build())?.[0], first);
});

test('files whose names look the same to the go command are refused, unless all of them are built', () => {
  const dir = tempDir();
  writeOdd(dir, 'caf\xe9.go', 'package main\n');
  writeOdd(dir, 'caf\xe8.go', 'package main\n');
  assert.deepEqual(trueNames(dir, ['caf\ufffd.go', 'caf\ufffd.go']), ['caf\udce8.go', 'caf\udce9.go']);
  assert.throws(() => trueNames(dir, ['caf\ufffd.go']), {
    name: 'UserError',
    message: /holds several files/,
  });
});

test('files whose names have spaces, quotes or a leading hyphen are compiled', async () => {
  const names = ['a b.go', '-x.go', "it's.go"];
  const files = names.map((name, index) => [`plugin/${name}`, `package main\n\nvar N${String(index)} = 1\n`]);
  const workspace = Workspace.of('hello', Object.fromEntries(files) as Record<string, string>);
  const plain = await run('go', ['build', '-buildmode=plugin', '-o', '../plain.so', '.'], {
    cwd: workspace.path('plugin'),
  });
  const { exitCode, stderr } = await workspace.run(['build', './plugin', '-o', 'a.so']);
  assert.equal(exitCode === 0, plain.exitCode === 0, `${plain.stderr}\n${stderr}`);
});

test('without the compiled parser, build reports that, and doctor detects it', async () => {
  const copy = tempDir();
  for (const part of ['bin', 'dist/cli', 'dist/addons/main.cjs', 'package.json', 'shims', 'probe'])
    cpSync(join(projectDir, part), join(copy, part), { recursive: true });
  const tool = join(copy, 'bin/gorename-plugin.js');
  const workspace = Workspace.of('hello', {
    'plugin/c.go':
      'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc One() int { return int(C.one()) }\n',
  });
  const options = workspace.options({});
  const build = await run(process.execPath, [tool, 'build', './plugin', '-o', 'a.so'], options);
  assert.equal(build.exitCode, 2);
  assert.match(
    build.stderr,
    /^gorename-plugin: cannot load the Go parser \(tree-sitter.*\nInstall gorename-plugin again/,
  );
  const doctor = await run(process.execPath, [tool, 'doctor'], options);
  assert.equal(doctor.exitCode, 2);
  assert.match(doctor.stdout, /problem Go parser {4}cannot load the Go parser.*\n {8}Install/);
});
