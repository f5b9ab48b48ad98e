import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoHeader } from '../../../src/syntax/headerParser.js';
import { findSelectors } from '../../../src/syntax/selectors.js';

const WANTED = new Map([
  ['flag', new Set(['String', 'Parse', 'CommandLine'])],
  ['database/sql', new Set(['Open', 'Register'])],
]);

/** Marks with `<>` every qualifier that is found. */
function marked(source: string): string {
  const bytes = Buffer.from(source);
  const found = findSelectors(bytes, parseGoHeader(bytes, 'a.go'), WANTED);
  let text = '';
  let end = 0;
  for (const { qualifier, doubt } of found) {
    if (doubt === 'left') continue;
    text += `${bytes.toString('utf8', end, qualifier.start)}<${bytes.toString('utf8', qualifier.start, qualifier.end)}>`;
    end = qualifier.end;
  }
  return text + bytes.toString('utf8', end);
}

/** `<>` marks the qualifiers in `body` that must be found. */
function expectMarks(imports: string, body: string): void {
  const source = `package p\n\n${imports}\n\n${body}\n`;
  assert.equal(marked(source.replaceAll(/<(\w*)>/g, '$1')), source);
}

const specs: [trouble: string, imports: string, body: string][] = [
  [
    'a call, a value, a variable',
    'import "flag"',
    'var f = <flag>.String\nfunc g() { <flag>.Parse(); h(&<flag>.CommandLine, <flag> . Parse) }',
  ],
  [
    'names that are not looked for, and types',
    'import "flag"',
    'var f flag.Flag\nvar g = flag.NewFlagSet("Parse", 0)',
  ],
  ['longer names', 'import "flag"', 'var f = flag.Parser\nvar g = xflag.Parse\nvar h = flagx.Parse'],
  [
    'literals and comments',
    'import "flag"',
    '// flag.Parse()\nvar s = "flag.Parse" + `flag.Parse`\nfunc f() { <flag>. /* flag.Parse */ Parse() }',
  ],
  ['an alias', 'import fl "flag"', 'var a = <fl>.Parse\nvar b = flag.Parse'],
  ['a blank import', 'import _ "flag"', 'var b = flag.Parse'],
  ['two imports of one package', 'import (\n\t"flag"\n\tfl "flag"\n)', 'var a, b = <fl>.Parse, <flag>.Parse'],
  ['a path of several elements', 'import "database/sql"', 'var a, b = <sql>.Open, <sql>.Register'],
  [
    'fields',
    'import "flag"',
    'func f() { x.flag.Parse(); x.\n\tflag.Parse() }\ntype t struct{ flag *T }\nfunc g() { <flag>.Parse() }',
  ],
  ['a parameter', 'import "flag"', 'func f(flag *T) { flag.Parse() }\nfunc g() { <flag>.Parse() }'],
  [
    'a variadic parameter, a result, a receiver',
    'import "flag"',
    'func a(flag ...T) { flag.Parse() }\nfunc b() (flag T) { flag.Parse(); return }\nfunc (flag T) c() { flag.Parse() }\nfunc d() { <flag>.Parse() }',
  ],
  ['a function literal', 'import "flag"', 'func f() { g(func(flag T) { flag.Parse() }); <flag>.Parse() }'],
  [
    'the name of a parameter in a function type',
    'import "flag"',
    'func f(g func(flag T)) { <flag>.Parse() }',
  ],
  [
    'a short declaration, from its end to that of the block',
    'import "flag"',
    'func f() {\n\t<flag>.Parse()\n\t{\n\t\tflag := <flag>.String("a", "", "")\n\t\tflag.Parse()\n\t}\n\t<flag>.Parse()\n}',
  ],
  [
    'var and const',
    'import "flag"',
    'func f() { if x { var flag = <flag>.String; flag.Parse() }; <flag>.Parse() }\nfunc g() { const flag = 1; flag.Parse() }',
  ],
  [
    'a local type',
    'import "flag"',
    'func f() { type flag struct{}; flag.Parse(x) }\nfunc g() { <flag>.Parse() }',
  ],
  [
    'if',
    'import "flag"',
    'func f() {\n\tif flag := <flag>.String; flag.Parse() {\n\t} else if flag.Parse() {\n\t} else { flag.Parse() }\n\t<flag>.Parse()\n}',
  ],
  [
    'for',
    'import "flag"',
    'func f() {\n\tfor flag := 0; flag.Parse(); flag.Parse() { flag.Parse() }\n\tfor _, flag := range <flag>.CommandLine { flag.Parse() }\n\tfor _, flag = range y { }\n\t<flag>.Parse()\n}',
  ],
  [
    'switch and its cases',
    'import "flag"',
    'func f() {\n\tswitch flag := x; flag.Parse() { case flag.Parse(): }\n\tswitch x {\n\tcase 1:\n\t\tflag := 1\n\t\tflag.Parse()\n\tcase 2:\n\t\t<flag>.Parse()\n\t}\n}',
  ],
  [
    'a type switch',
    'import "flag"',
    'func f() {\n\tswitch flag := <flag>.String.(type) { case T: flag.Parse() }\n\t<flag>.Parse()\n}',
  ],
  [
    'select',
    'import "flag"',
    'func f() {\n\tselect {\n\tcase flag := <-c: flag.Parse()\n\tcase <-d: <flag>.Parse()\n\t}\n}',
  ],
  ['an assignment declares nothing', 'import "flag"', 'func f() { x, flag = y, z; <flag>.Parse() }'],
  ['a label', 'import "flag"', 'func f() {\nflag:\n\tfor { <flag>.Parse(); break flag }\n}'],
  ['type parameters', 'import "flag"', 'func f[flag any]() { flag.Parse() }\nfunc g() { <flag>.Parse() }'],
  ['other than ASCII letters before it', 'import "flag"', 'var ä = "ö" // ü\nvar é = <flag>.Parse'],
  [
    'in parentheses, as a conversion and as an operand',
    'import "flag"',
    'func f() { (<flag>.Parse)(); _ = []any{<flag>.Parse, <flag>.CommandLine}; <flag>.CommandLine.Parse(nil) }',
  ],
  [
    'a dot import',
    'import . "flag"',
    'var a = <>String("a", "", "")\nfunc f() { <>Parse(); x.Parse(); y.String("Parse") }',
  ],
  [
    'a dot import and shadows',
    'import . "flag"',
    'type t struct{ String string }\nfunc (t) Parse() {}\nfunc f(Parse T) { Parse(); _ = t{String: <>String("")} }',
  ],
  [
    'a dot import and declarations in statements',
    'import . "flag"',
    'func f() {\n\tfor _, Parse := range x { Parse() }\n\tswitch Parse := <>CommandLine.(type) { case T: Parse() }\n' +
      '\tselect { case Parse := <-c: Parse() }\n\tvar g func(Parse T)\n\tParse, y := <>String("")\n\tParse()\n}',
  ],
  [
    'a dot import and what looks like a type',
    'import . "flag"',
    'func f() { m[<>CommandLine](x); _ = m[<>CommandLine]; _ = map[K]V{a: <>Parse} }',
  ],
  [
    'type parameters of a receiver',
    'import "flag"',
    'func (l *list[flag, T]) m() { flag.Parse(nil) }\nfunc f(l list[T]) { <flag>.Parse() }',
  ],
  [
    'a long comment in between',
    'import "flag"',
    `func f() { x./*${' '.repeat(400)}*/flag.Parse(); <flag>. //${'.'.repeat(400)}\n Parse() }`,
  ],
  [
    'newer syntax elsewhere in the file',
    'import "flag"',
    'type a[T any] = b[T]\nfunc f(flag T) { flag.Parse() }\nfunc g() { for range 10 { <flag>.Parse() } }',
  ],
];

for (const [trouble, imports, body] of specs)
  test(`uses of an imported package are found: ${trouble}`, () => {
    expectMarks(imports, body);
  });

test('in a file that the grammar does not know, uncertain names are reported, not dropped', () => {
  const find = (text: string, imported = '"flag"'): [number, string | undefined][] => {
    const bytes = Buffer.from(`package p\nimport ${imported}\n${text}`);
    return findSelectors(bytes, parseGoHeader(bytes, 'a.go'), WANTED).map(({ line, doubt }) => [line, doubt]);
  };
  const broken = 'func f() { if ??? ### }\nfunc g() { flag.Parse() }\n';
  assert.deepEqual(find(broken), [[4, undefined]]);
  assert.deepEqual(find(`${broken}func h(flag int) {}\n`), [[4, 'taken']]);
  assert.deepEqual(find(`${broken}func h(flag T) {\nflag.Parse()\n}\n`), [
    [4, 'taken'],
    [6, 'left'],
  ]);
  const dotted = 'type a[T any] = b[T]\nfunc f() { Parse() }\nfunc g(Parse T) {\nParse() }\n';
  assert.deepEqual(find(dotted, '. "flag"'), [
    [4, 'taken'],
    [5, 'left'],
    [6, 'left'],
  ]);
});

test('declarations that are nested in each other thousands of times take a second, not minutes', () => {
  const depth = 3000;
  const body = `${'if flag := flag.Parse(); flag.Parse() {\n'.repeat(depth)}${'}\n'.repeat(depth)}`;
  const source = Buffer.from(`package p\n\nimport "flag"\n\nfunc f() {\n${body}}\n`);
  const startedAt = performance.now();
  const found = findSelectors(source, parseGoHeader(source, 'a.go'), WANTED);
  assert.ok(performance.now() - startedAt < 10_000);
  assert.deepEqual(
    found.map(({ line }) => line),
    [6],
  );
});
