/**
 * Before/after specs of the rewriters: a folder a construct, a file a case. Each is one source file as a diff: `-` is
 * before, `+` after, everything else stays to the byte; the first line says what the case is about.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import glob from 'fast-glob';
import { NameMap } from '../../../src/names/nameMap.js';
import { applyEdits } from '../../../src/rewrite/edits.js';
import { rewriteFile } from '../../../src/rewrite/rewriteFile.js';
import type { SourceFile } from '../../../src/model/sourceFile.js';
import { parseGoHeader } from '../../../src/syntax/headerParser.js';
import { planOf } from '../../support/plans.js';
import { tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { run } from '../../support/process.js';

const plan = planOf({
  main: 'example.com/plugin',
  own: ['example.com/plugin/internal/x'],
  dependency: [
    ...'abcdef'.split('').map((letter) => `dep.org/${letter}`),
    'dep.org/major/v2',
    'one',
    'dep.org/major/v2/sub',
    'golang.org/x/net/http2',
    'google.golang.org/grpc',
    'gopkg.in/yaml.v3',
    'gopkg.in/yaml.v3/sub',
    'k8s.io/api',
    'k8s.io/apimachinery',
  ],
  kept: ['fmt', 'embed', 'unsafe', 'example.net/kept'],
});

const { globalState } = plan;
const names = new NameMap(plan);

/** The module that every spec's file is in, a local one: only these may refer to files outside of them. */
const module = {
  path: 'example.com/p',
  version: undefined,
  replacement: undefined,
  dir: '/src/p',
  goVersion: '1.22',
  main: true,
  local: true,
};

interface Spec {
  /** `imports/forms.go` */
  name: string;
  title: string;
  before: string;
  after: string;
}

function readSpec(path: string): Spec {
  const [title = '', ...lines] = readFileSync(join(import.meta.dirname, 'specs', path), 'utf8').split('\n');
  assert.match(title, /^# /, path);
  for (const line of lines) assert.match(line, /^(?:[-+ ]|$)/, path);
  const side = (mark: string): string =>
    lines
      .filter((line) => line[0] !== mark)
      .map((line) => line.slice(1))
      .join('\n');
  return { name: path.replace(/\.diff$/, ''), title: title.slice(2), before: side('+'), after: side('-') };
}

function rewrite(name: string, source: Buffer): Buffer {
  const kinds: Record<string, SourceFile['kind']> = { go: 'cgo', s: 'assembly', h: 'assembly', c: 'c' };
  const file: SourceFile = {
    path: `/src/p/binding/${basename(name)}`,
    relative: `binding/${basename(name)}`,
    module: module.path,
    group: 'main',
    importPath: 'example.com/p/binding',
    kind: kinds[name.split('.').at(-1) ?? ''] ?? 'other',
    sha256: '',
  };
  const exists = (path: string): boolean => path === '/src/clib/x.h';
  return applyEdits(
    source,
    rewriteFile(file, source, { names, globalState, module, exists, lasting: false }),
  );
}

const specs = glob
  .sync('**/*.diff', { cwd: join(import.meta.dirname, 'specs') })
  .sort()
  .map(readSpec);

for (const { name, title, before, after } of specs) {
  test(`rewrite spec ${name}: ${title}`, () => {
    assert.equal(rewrite(name, Buffer.from(before)).toString(), after);
    // Renaming twice is renaming once.
    assert.equal(rewrite(name, Buffer.from(after)).toString(), after);
  });

  test(`rewrite spec ${name} with a byte order mark, carriage returns, and no newline at the end`, () => {
    const vary = (text: string): Buffer => Buffer.from('\ufeff' + text.trimEnd().replaceAll('\n', '\r\n'));
    assert.equal(rewrite(name, vary(before)).toString(), vary(after).toString());
  });
}

test('the rewrite specs are valid for gofmt and the assembler, before and after', async () => {
  const dir = tempDir();
  const written = specs.flatMap(({ name, before, after }) =>
    Object.entries({ before, after }).map(([side, text]) => {
      const file = join(dir, side, name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
      return file;
    }),
  );
  const goFiles = written.filter((file) => file.endsWith('.go'));
  const assembly = written.filter((file) => file.endsWith('.s'));
  assert(goFiles.length > 20 && assembly.length > 10);
  const goroot = (await go(dir, ['env', 'GOROOT'])).trim();
  const { exitCode, stderr } = await run(join(goroot, 'bin/gofmt'), ['-e', '-l', ...goFiles]);
  assert.equal(exitCode, 0, stderr);
  for (const file of assembly) {
    const include = join(goroot, 'pkg/include');
    await go(
      dir,
      ['tool', 'asm', '-p', 'p', '-I', include, '-D', 'GOARCH_amd64', '-o', join(dir, 'asm.o'), file],
      {
        GOOS: 'linux',
        GOARCH: 'amd64',
      },
    );
  }
});

test('imports of a rewritten file are exactly the planned ones', () => {
  for (const { name, before, after } of specs.filter((spec) => spec.name.endsWith('.go'))) {
    const paths = (text: string): string[] =>
      parseGoHeader(Buffer.from(text), name).imports.map(({ importPath }) => importPath);
    const planned = paths(before).map((path) => names.renamedPath(path) ?? path);
    assert.deepEqual(paths(after), planned, name);
  }
});

test('bytes that are not UTF-8 stay, before, in and after what is rewritten', () => {
  const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
  const assembly = (path: string): Buffer =>
    Buffer.concat([
      latin1('// \xa9 1999 \xff\nTEXT '),
      Buffer.from(`${path}·f(SB), $0 // ünï`),
      latin1('\xe9\n'),
    ]);
  assert.deepEqual(rewrite('a.s', assembly('dep·org∕a')), assembly('t_1∕dep·org∕a'));

  const goSource = (path: string): Buffer =>
    Buffer.concat([
      latin1('// \xa9\npackage p // \xff\n\n'),
      Buffer.from(`import π "${path}" // ünï\n`),
      latin1('// \xe9'),
    ]);
  assert.deepEqual(rewrite('a.go', goSource('dep.org/a')), goSource('t_1/dep.org/a'));
});

test('files of types that are not rewritten stay unchanged, whatever they contain', () => {
  const source = Buffer.from('package p\n\nimport "dep.org/a"\n\n#include "../../clib/x.h"\n');
  assert.equal(rewrite('a.txt', source), source);
});

test('spaces in the original path of a module are escaped for #cgo', () => {
  const source = Buffer.from('package p\n\n// #cgo CFLAGS: -I${SRCDIR}/../../c\\ lib -O2\nimport "C"\n');
  const spaced = { ...module, dir: '/my src/p' };
  const file = { path: '/my src/p/b/a.go', kind: 'cgo' } as SourceFile;
  const edits = rewriteFile(file, source, {
    names,
    globalState,
    module: spaced,
    exists: () => false,
    lasting: false,
  });
  assert.match(applyEdits(source, edits).toString(), /CFLAGS: -I\/my\\ src\/c\\ lib -O2\n/);
});

test('#cgo lines of a module in the module cache stay: it cannot refer to files outside itself', () => {
  const source = Buffer.from('package p\n\n// #cgo CFLAGS: -I${SRCDIR}/../../clib\nimport "C"\n');
  const file = { path: '/src/p/b/a.go', kind: 'cgo' } as SourceFile;
  const cached = { ...module, local: false };
  const context = { names, globalState, module: cached, exists: () => true, lasting: false };
  assert.deepEqual(rewriteFile(file, source, context), []);
});

test('the run path of a module in the module cache is replaced by its directory there, except in a tree of rewrite', () => {
  const source = Buffer.from(
    'package p\n\n// #cgo LDFLAGS: -L${SRCDIR} -Wl,-rpath,${SRCDIR}/lib\nimport "C"\n',
  );
  const file = { path: "/it's src/p/b/a.go", kind: 'cgo' } as SourceFile;
  const context = { names, globalState, module: { ...module, local: false }, exists: () => true };
  const edits = rewriteFile(file, source, { ...context, lasting: false });
  assert.match(
    applyEdits(source, edits).toString(),
    /LDFLAGS: -L\$\{SRCDIR\} -Wl,-rpath,\/it\\'s\\ src\/p\/b\/lib\n/,
  );
  assert.deepEqual(rewriteFile(file, source, { ...context, lasting: true }), []);
});
