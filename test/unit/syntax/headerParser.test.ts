import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoHeader } from '../../../src/syntax/headerParser.js';
import { GoSyntaxError } from '../../../src/syntax/goSyntaxError.js';
import { brokenHeaders, hardHeaders, importComments } from './hardHeaders.js';

for (const [name, { source, imports }] of Object.entries(hardHeaders)) {
  test(`the header of a Go file is read as go/parser reads it: ${name}`, () => {
    const bytes = Buffer.from(source);
    const header = parseGoHeader(bytes, 'p.go');
    assert.deepEqual(
      header.imports.map((spec) =>
        spec.name === undefined ? spec.importPath : `${spec.name} ${spec.importPath}`,
      ),
      imports,
    );
    // Ranges are of bytes, wherever they are.
    assert.equal(
      bytes.toString('utf8', header.packageClause.start, header.packageClause.end),
      header.packageName,
    );
    for (const { literal, importPath } of header.imports) {
      const written = bytes.toString('utf8', literal.start, literal.end);
      assert.match(written, /^(?:"[^]*"|`[^]*`)$/);
      assert(written.includes('\\') || written.includes('\r') || written.slice(1, -1) === importPath);
    }
  });
}

test('import comments are read by the rules of go/build', () => {
  for (const [behind, importPath] of importComments) {
    const source = Buffer.from(`// import "no"\npackage p${behind}\n`);
    const { importComment } = parseGoHeader(source, 'p.go');
    assert.equal(importComment?.importPath, importPath, behind);
    if (importComment === undefined) continue;
    const { start, end } = importComment.literal;
    assert.equal(source.toString('utf8', start + 1, end - 1), importPath);
  }
});

test('cgo preambles are the doc comments of import "C"', () => {
  const preambles = (name: string): string[] => {
    const source = Buffer.from(hardHeaders[name]?.source ?? '');
    const { cgoPreambles, hasCgo } = parseGoHeader(source, 'p.go');
    assert(hasCgo);
    return cgoPreambles.map(({ start, end }) => source.toString('utf8', start, end));
  };
  assert.deepEqual(preambles('import "C" and its preamble'), ['// #include <a.h>\n// int f();']);
  assert.deepEqual(preambles('preambles of each form'), [
    '/*\nint g();\n*/',
    '// in the list',
    '// one in a list',
  ]);
  assert.deepEqual(preambles('preambles that are none'), []);
  assert.deepEqual(preambles('preambles of several comments, and behind the line before'), [
    '// one\n/* two\r\n*/ // three\n// é four',
    '// é five\r\n\t// six\r',
    '// eight',
    '/* \n*/ /*\n*/\n// nine',
    '// twelve',
  ]);
});

test('a file without import "C" has no cgo preamble', () => {
  assert.equal(parseGoHeader(Buffer.from('package p\nimport "c"\n'), 'p.go').hasCgo, false);
});

for (const [name, source] of Object.entries(brokenHeaders)) {
  test(`the header of a Go file is refused: ${name}`, () => {
    assert.throws(() => parseGoHeader(Buffer.from(source), 'dir/p.go'), GoSyntaxError);
  });
}

test('a refused header is reported with the file, the line, the column in bytes and what was found', () => {
  assert.throws(() => parseGoHeader(Buffer.from('package p\n\nimport "é"; import )\n'), 'dir/p.go'), {
    name: 'GoSyntaxError',
    file: 'dir/p.go',
    line: 3,
    column: 14,
    message: 'syntax error near import )',
  });
});

test('a header longer than the default buffer of the tree-sitter binding is read', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `example.com/module/package${i}`);
  const source = Buffer.from(`package p\nimport (\n${names.map((name) => `\t"${name}"\n`).join('')})\n`);
  assert.deepEqual(
    parseGoHeader(source, 'p.go').imports.map(({ importPath }) => importPath),
    names,
  );
});
