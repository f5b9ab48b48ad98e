import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoHeader } from '../../../src/syntax/headerParser.js';
import { findInitWrites } from '../../../src/syntax/initWrites.js';

const WANTED = new Map([
  ['log', new Set(['SetFlags', 'SetOutput'])],
  ['net/http', new Set(['DefaultTransport', 'DefaultClient'])],
  ['runtime', new Set(['GOMAXPROCS'])],
]);

function writes(imports: string, body: string): string[] {
  const source = Buffer.from(`package p\n${imports}\n${body}\n`);
  return findInitWrites(source, parseGoHeader(source, 'a.go'), WANTED).map(
    ({ importPath, name, line, column }) => `${importPath}.${name} ${line}:${column}`,
  );
}

const specs: [what: string, imports: string, body: string, expected: string[]][] = [
  ['a call in init', 'import "log"', 'func init() { log.SetFlags(0) }', ['log.SetFlags 3:15']],
  [
    'functions and methods that somebody calls',
    'import "log"',
    'func f() { log.SetFlags(0) }\nfunc (t) init() { log.SetFlags(0) }\nfunc init() { f() }',
    [],
  ],
  [
    'initializers of variables',
    'import "log"',
    'var _ = set(log.SetFlags)\nvar (\n\ta = use(log.SetOutput(w))\n)',
    ['log.SetOutput 5:10'],
  ],
  [
    'function literals: those that run, and those that may',
    'import "log"',
    'var a = func() { log.SetFlags(0) }\nvar b = (func() int { log.SetFlags(0); return 1 })()\n' +
      'func init() { go func() { log.SetOutput(w) }(); on(func() { log.SetFlags(1) }) }',
    ['log.SetFlags 4:23', 'log.SetOutput 5:27'],
  ],
  [
    'variables: assigned to, in whole or in part',
    'import "net/http"',
    'func init() {\n\thttp.DefaultTransport = x\n\thttp.DefaultTransport.(*http.Transport).MaxConns += 1\n' +
      '\ta, http.DefaultClient.Transport = b, c\n\thttp.DefaultClient, a = b, c\n}',
    [
      'net/http.DefaultTransport 4:2',
      'net/http.DefaultTransport 5:2',
      'net/http.DefaultClient 6:5',
      'net/http.DefaultClient 7:2',
    ],
  ],
  [
    'variables: read',
    'import "net/http"',
    'var a = http.DefaultTransport.(*http.Transport).Clone()\nfunc init() {\n\tif http.DefaultClient == b { c = http.DefaultTransport }\n' +
      '\td[http.DefaultClient] = e\n\tf := g{a: http.DefaultClient}\n\thttp.DefaultClient.Get("=")\n}',
    [],
  ],
  [
    'a method whose second call panics',
    'import "net/http"',
    'func init() { http.DefaultTransport.(*http.Transport).RegisterProtocol("file", f) }',
    ['net/http.DefaultTransport 3:15'],
  ],
  [
    'a call that only asks',
    'import "runtime"',
    'var a = runtime.GOMAXPROCS(0) + runtime.GOMAXPROCS(-1)\nfunc init() { runtime.GOMAXPROCS(n) }',
    ['runtime.GOMAXPROCS 4:15'],
  ],
  [
    'an alias, a dot import, a shadowed name',
    'import (\n\tl "log"\n\t. "net/http"\n)',
    'func init() { l.SetFlags(0); DefaultClient = c; { l := m; l.SetOutput(w) } }',
    ['log.SetFlags 6:15', 'net/http.DefaultClient 6:30'],
  ],
];

for (const [what, imports, body, expected] of specs)
  test(`writes of global state during initialization are found: ${what}`, () => {
    assert.deepEqual(writes(imports, body), expected);
  });
