import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoHeader } from '../../../src/syntax/headerParser.js';
import { mentionsOf } from '../../../src/syntax/mentions.js';
import { readPlainHeader } from '../../../src/syntax/plainHeader.js';
import { findSelectors } from '../../../src/syntax/selectors.js';

const WANTED = new Map([
  ['flag', new Set(['Parse', 'Int'])],
  ['net/http', new Set(['Handle'])],
]);
const tell = mentionsOf(WANTED);
const mentions = (source: Buffer): boolean => tell(source, readPlainHeader(source));

function file(literal: string, body: string): Buffer {
  return Buffer.from(`// License.\n\npackage p\n\nimport (\n\t"fmt"\n\tf ${literal}\n)\n\n${body}\n`);
}

test('the search for a package name misses no file that uses it, however it writes the path', () => {
  for (const literal of ['"flag"', '`flag`', '"\\x66lag"', '"fl\\u0061g"', '`fl\rag`']) {
    for (const use of ['f.Parse()', 'f . /* */ Parse()', 'f.\n\tParse()', 'é(f.Int)']) {
      const source = file(literal, `func init() { ${use} }`);
      assert.equal(
        findSelectors(source, parseGoHeader(source, 'p.go'), WANTED).length,
        1,
        `${literal} ${use}`,
      );
      assert(mentions(source), `${literal} ${use}`);
    }
  }
});

test('the search for a package name excludes most other files', () => {
  assert(!mentions(file('"flagged"', 'var x = f.Parse()')));
  assert(!mentions(file('"net/http/httptest"', 'var x, y = f.Handle, "flag"')));
  assert(!mentions(file('"net/http"', 'var x, y = f.Handler, f.Parse')));
});
