import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDeclarations } from '../../../src/syntax/declarations.js';
import { parseGoHeader } from '../../../src/syntax/headerParser.js';
import { findLeakedTypes, type LeakedType } from '../../../src/analyze/exportedApi.js';

const GJSON = 'github.com/tidwall/gjson';
const YAML = 'gopkg.in/yaml.v3';
const IMPORTS = `import (\n\t"${GJSON}"\n\t"${YAML}"\n\t"strconv"\n)\n`;

/** Each file gets the imports above unless it begins with its own. */
function leaks(...sources: string[]): LeakedType[] {
  const files = sources.map((declarations, i) => {
    const imports = declarations.startsWith('import') ? '' : IMPORTS;
    const source = Buffer.from(`package main\n${imports}${declarations}\n`);
    const file = `f${i}.go`;
    return { file, header: parseGoHeader(source, file), declarations: parseDeclarations(source) };
  });
  const packageNames: Record<string, string> = { [GJSON]: 'gjson', [YAML]: 'yaml', strconv: 'strconv' };
  return findLeakedTypes(
    files,
    (importPath) => importPath === GJSON || importPath === YAML,
    (importPath) => packageNames[importPath] ?? importPath,
  );
}

/** `symbol -> local types on the way -> type`. */
function ways(...sources: string[]): string[] {
  return leaks(...sources).map(({ symbol, via, typeName }) => [symbol, ...via, typeName].join(' -> '));
}

test('an exposed type is reported with the symbol, its source position, the package and the type', () => {
  assert.deepEqual(
    leaks('// é\nfunc GetJsonPath(json, path string) gjson.Result { return gjson.Get(json, path) }'),
    [
      {
        symbol: 'GetJsonPath',
        symbolKind: 'func',
        file: 'f0.go',
        line: 8,
        column: 6,
        importPath: GJSON,
        typeName: 'Result',
        via: [],
      },
    ],
  );
  assert.deepEqual(leaks('var A, B yaml.Node')[1], {
    symbol: 'B',
    symbolKind: 'var',
    file: 'f0.go',
    line: 7,
    column: 8,
    importPath: YAML,
    typeName: 'Node',
    via: [],
  });
});

test('types that the host cannot look up, or that are shared, are not exposed', () => {
  assert.deepEqual(
    ways(`
func unexported() gjson.Result { return gjson.Result{} }
var hidden gjson.Result
const Constant = gjson.String
func (t T) Method() gjson.Result { return gjson.Result{} }
func Generic[R gjson.Result](r R) {}
func Add(x, y int, f func(string) error, n strconv.NumError) (t T, err error) { return }
var Number, Err = strconv.Atoi("1")
type T struct{ cache gjson.Result }
func main() { var Local gjson.Result }`).filter((way) => !way.startsWith('Add -> T')),
    [],
  );
});

test('exposed types in parameters and results are found in every composition', () => {
  for (const type of [
    'gjson.Result',
    '*gjson.Result',
    '[]gjson.Result',
    '[3]gjson.Result',
    'map[string]gjson.Result',
    'map[gjson.Result]int',
    'chan<- gjson.Result',
    'func(gjson.Result)',
    'func() (int, gjson.Result)',
    'struct{ R gjson.Result }',
    'interface{ Get() gjson.Result }',
    'List[gjson.Result]',
  ]) {
    assert.deepEqual(ways(`func In(x ${type}) {}`), ['In -> Result'], type);
    assert.deepEqual(ways(`func Out() ${type} { panic(0) }`), ['Out -> Result'], type);
    assert.deepEqual(ways(`func Named() (n int, x ${type}) { panic(0) }`), ['Named -> Result'], type);
    assert.deepEqual(ways(`var V ${type}`), ['V -> Result'], type);
  }
  assert.deepEqual(ways('func Variadic(x ...gjson.Result) {}'), ['Variadic -> Result']);
});

test('exposed types are found through local types: aliases, fields, embedding, methods, interfaces, generics', () => {
  const locals = `
type Alias = gjson.Result
type Defined gjson.Result
type Field struct{ R *gjson.Result }
type Embeds struct{ *yaml.Node }
type EmbedsLocal struct{ field }
type field struct{ R gjson.Result }
type Methods int
func (m *Methods) Get() gjson.Result { panic(0) }
func (m *Methods) hidden() yaml.Node { panic(0) }
type Iface interface{ Get() gjson.Result }
type EmbedsIface interface{ Iface }
type Box[T any] struct{ V T }
type Chain struct{ Next []Field }
type GenericAlias[T any] = map[string]Box[T]
type Private struct{ r gjson.Result }
`;
  const rows: [type: string, expected: string[]][] = [
    ['Alias', ['Alias -> Result']],
    ['Defined', ['Defined -> Result']],
    ['Field', ['Field -> Result']],
    ['Embeds', ['Embeds -> Node']],
    ['EmbedsLocal', ['EmbedsLocal -> field -> Result']],
    ['*Methods', ['Methods -> Result']],
    ['EmbedsIface', ['EmbedsIface -> Iface -> Result']],
    ['Box[gjson.Result]', ['Result']],
    ['Box[Alias]', ['Alias -> Result']],
    ['Chain', ['Chain -> Field -> Result']],
    ['GenericAlias[yaml.Node]', ['Node']],
    ['Private', []],
  ];
  for (const [type, expected] of rows) {
    const full = expected.map((way) => `F -> ${way}`);
    assert.deepEqual(ways(`${locals}func F() ${type} { panic(0) }`), full, type);
    // Declarations and use may be in different files, each with its imports.
    assert.deepEqual(
      ways(`import "strconv"\nfunc F(x ${type.replace(/gjson|yaml/, 'other')}) {}`, locals).length,
      type.includes('.') ? 0 : full.length,
      type,
    );
  }
});

test('cyclic types end the search for exposed types, and each type is reported once, by the shortest path', () => {
  assert.deepEqual(
    ways(`
type A struct{ B *B; Again []A }
type B struct{ A A; C C }
type C struct{ R gjson.Result }
func (c C) Self() B { panic(0) }
func F(a A, c C) (A, error) { panic(0) }
type Loop = Loop`),
    ['F -> C -> Result'],
  );
  const inOtherFile = 'type X struct{ R gjson.Result }';
  assert.deepEqual(ways('func F(x X, r gjson.Result) {}', inOtherFile), ['F -> Result']);
});

test('exposed types of variables with inferred types are found', () => {
  const rows: [declaration: string, expected: string[]][] = [
    ['var V = gjson.Result{}', ['V -> Result']],
    ['var V = &gjson.Result{}', ['V -> Result']],
    ['var V = []gjson.Result{}', ['V -> Result']],
    ['var V = new(gjson.Result)', ['V -> Result']],
    ['var V = gjson.Parse("")', ['V -> result of gjson.Parse']],
    ['var V = gjson.Type(1)', ['V -> result of gjson.Type']],
    ['var V = gjson.Parse', ['V -> value of gjson.Parse']],
    ['var V, err = gjson.F()', ['V -> result of gjson.F']],
    ['var V = gjson.Parse("").String()', []],
    ['var V = strconv.Itoa(1)', []],
    ['var V = func(r gjson.Result) {}', ['V -> Result']],
    ['var V interface{} = gjson.Result{}', []],
    ['var V = helper', ['V -> Result']],
    ['var V = helper()', ['V -> Result']],
    ['var _, V = helper()', ['V -> Local -> Node']],
    ['var V = Local{}', ['V -> Local -> Node']],
    ['var V = Local(x)', ['V -> Local -> Node']],
    ['var V = new(Local)', ['V -> Local -> Node']],
    ['var V = other', ['V -> Local -> Node']],
    ['var V = typed', ['V -> Type']],
    ['var V = unknown', []],
  ];
  const locals = `
type Local struct{ N yaml.Node }
func helper() (gjson.Result, *Local) { panic(0) }
var other = Local{}
const typed gjson.Type = 1
`;
  for (const [declaration, expected] of rows) {
    const found = ways(locals + declaration);
    if (declaration === 'var V = helper') assert.deepEqual(found, [...expected, 'V -> Local -> Node']);
    else assert.deepEqual(found, expected, declaration);
  }
});

test('exposed types are found through each form of import', () => {
  assert.deepEqual(ways(`import j "${GJSON}"\nfunc F() j.Result { panic(0) }`), ['F -> Result']);
  assert.deepEqual(ways(`import j "${GJSON}"\nvar V = j.Parse("")`), ['V -> result of gjson.Parse']);
  assert.deepEqual(ways(`import gjson "strconv"\nfunc F() gjson.Result { panic(0) }`), []);
  assert.deepEqual(ways(`import _ "${GJSON}"\nfunc F() gjson.Result { panic(0) }`), []);
  assert.deepEqual(
    leaks(`import j "${GJSON}"\nfunc F() j.Node`, `import j "${YAML}"\nfunc G() j.Node`).map(
      (leak) => leak.importPath,
    ),
    [GJSON, YAML],
  );
});

test('names that the package does not declare come from its dot imports', () => {
  const dot = `import . "${GJSON}"\ntype Local int\n`;
  assert.deepEqual(ways(`${dot}func F() Result { panic(0) }`), ['F -> Result']);
  assert.deepEqual(ways(`${dot}var V = Parse("")`), ['V -> result of gjson.Parse']);
  assert.deepEqual(
    ways(`${dot}func F(l Local, e error, a any, f float64) (string, Other)`, 'type Other int'),
    [],
  );
  assert.deepEqual(ways(`${dot}func F[T any](t T) {}\ntype Box[T any] struct{ V T }\nvar V Box[int]`), []);
  assert.deepEqual(ways(`${dot}func (b *Box[T]) Get() T\ntype Box[T any] struct{}\nvar V Box[int]`), []);
  // It is unknown which of two dot imports a name comes from.
  assert.deepEqual(
    leaks(`import . "${GJSON}"\nimport . "${YAML}"\nimport . "strconv"\nvar V Node`).map(
      (leak) => leak.importPath,
    ),
    [GJSON, YAML],
  );
});
