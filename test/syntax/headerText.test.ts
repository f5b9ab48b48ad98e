import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoHeader } from '../../src/syntax/goHeader.js';
import { headerText, importPattern } from '../../src/syntax/headerText.js';

const PATHS = ['flag', 'net/http'];

function mayImport(source: string): boolean {
  return importPattern(PATHS).test(headerText(Buffer.from(source)));
}

test('no file that imports one of the packages is missed, however it writes the path', () => {
  const literals = ['"flag"', '"net/http"', '`flag`', '"\\x66lag"', '"net\\u002fhttp"', '`net/\rhttp`'];
  for (const literal of literals) {
    const source = `// License.\n\npackage p\n\nimport (\n\t"fmt"\n\tf ${literal}\n)\n\nvar x int\n`;
    const { imports } = parseGoHeader(Buffer.from(source), 'p.go');
    assert(PATHS.includes(imports[1]?.importPath ?? ''), literal);
    assert(mayImport(source), literal);
  }
});

test('most other files are told', () => {
  assert(!mayImport('package p\n\nimport "flagged"\nimport "net/http/httptest"\nimport "flag/x"\n'));
  assert(!mayImport('package p // "nothing"\n\nvar x = "flag"\n'));
});
