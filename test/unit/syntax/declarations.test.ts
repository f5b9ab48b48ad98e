import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Declarations, parseDeclarations } from '../../../src/syntax/declarations.js';
import type { TypeReference } from '../../../src/syntax/typeReferences.js';

function read(source: string): Declarations {
  return parseDeclarations(Buffer.from(`package main\n\n${source}\n`));
}

function spell(references: TypeReference[] | undefined): string[] | undefined {
  return references?.map(({ qualifier, name }) => (qualifier === undefined ? name : `${qualifier}.${name}`));
}

test('declared functions are read with name, source position, parameters and each result', () => {
  const { functions } = read(
    '// é\nfunc F(a, b p.A, c ...[]*p.B) (x, y p.C, err error) {}\nfunc G() map[p.K]<-chan [p.N]p.V\nfunc H()\nfunc I(p.A, int) (func(p.P) p.R, string) {}',
  );
  assert.deepEqual(
    functions.map(({ name, line, column, parameters, results }) => [
      name,
      line,
      column,
      spell(parameters),
      results.map(spell),
    ]),
    [
      ['F', 4, 6, ['p.A', 'p.B'], [['p.C'], ['p.C'], ['error']]],
      ['G', 5, 6, [], [['p.K', 'p.V']]],
      ['H', 6, 6, [], []],
      ['I', 7, 6, ['p.A', 'int'], [['p.P', 'p.R'], ['string']]],
    ],
  );
});

test('type references have the source position of their qualifier', () => {
  const [f] = read('/* é */ func F(x p.A, y Local)').functions;
  assert.deepEqual(f?.parameters, [
    { qualifier: 'p', name: 'A', line: 3, column: 19 },
    { qualifier: undefined, name: 'Local', line: 3, column: 26 },
  ]);
});

test('declared methods have a receiver, whose type arguments are not types', () => {
  const { functions } = read(
    'func (T) A() {}\nfunc (t *T) B() {}\nfunc (b *Box[K, V]) C(k K, x X) V {}\nfunc Generic[T any](t T) {}',
  );
  assert.deepEqual(
    functions.map(({ name, receiver, generic, parameters, results }) => [
      name,
      receiver,
      generic,
      spell(parameters),
      results.map(spell),
    ]),
    [
      ['A', 'T', false, [], []],
      ['B', 'T', false, [], []],
      ['C', 'Box', false, ['X'], [[]]],
      ['Generic', undefined, true, ['T'], []],
    ],
  );
});

test('declared types are read with what another package can reach through them', () => {
  const { types } = read(`type (
    Struct struct { A, b p.A; c p.Hidden; *p.E; local; G[p.Q]; D struct { F p.F; g p.Hidden } }
    Iface interface { M(x p.X) (y p.Y); m(p.Hidden); p.Emb; ~int | p.U; Loc }
    Alias = p.T
    Defined p.T
    Box[K comparable, V p.C] struct { M map[K]V; W []p.W[V] }
    Имя func(p.A) p.B
  )
  type GenericAlias[T any] = p.G[T]`);
  assert.deepEqual(
    types.map(({ name, alias, references }) => [name, alias, spell(references)]),
    [
      ['Struct', false, ['p.A', 'p.E', 'local', 'G', 'p.Q', 'p.F']],
      ['Iface', false, ['p.X', 'p.Y', 'p.Emb', 'int', 'p.U', 'Loc']],
      ['Alias', true, ['p.T']],
      ['Defined', false, ['p.T']],
      ['Box', false, ['p.W']],
      ['Имя', false, ['p.A', 'p.B']],
      ['GenericAlias', true, ['p.G']],
    ],
  );
});

test('declared values are read with their types, or what initializers show of these', () => {
  const rows: [
    declaration: string,
    types: string[],
    from?: [name: string, called: boolean, result: number],
  ][] = [
    ['V *p.T', ['p.T']],
    ['V p.T = q.F()', ['p.T']],
    ['V = p.T{}', ['p.T']],
    ['V = &p.T{A: q.B{}}', ['p.T']],
    ['V = [...]p.T{}', ['p.T']],
    ['V = map[string]struct{ A p.A }{}', ['string', 'p.A']],
    ['V = p.B[q.C]{}', ['p.B', 'q.C']],
    ['V = (p.T{})', ['p.T']],
    ['V = *p.Pointer', [], ['p.Pointer', false, 0]],
    ['V = !p.Flag', []],
    ['V = x.(p.T)', ['p.T']],
    ['V = []p.T(x)', ['p.T']],
    ['V = (*p.T)(nil)', [], ['p.T', true, 0]],
    ['V = p.F(x)', [], ['p.F', true, 0]],
    ['V = p.F[q.T](x)', ['q.T'], ['p.F', true, 0]],
    ['V = local()', [], ['local', true, 0]],
    ['V = p.F', [], ['p.F', false, 0]],
    ['V = local', [], ['local', false, 0]],
    ['V = p.F(x).Method()', []],
    ['V = a.b.c', []],
    ['V = 1 + p.C', []],
    ['V = func(a p.A) (b, c p.B) { return q.F() }', ['p.A', 'p.B']],
    ['V = func() (p.A, p.B) { return }()', ['p.A']],
    ['V = new(p.T)', ['p.T']],
    ['V = new(local)', ['local']],
    ['V = make(map[p.K]p.V, 3)', ['p.K', 'p.V']],
    ['V = append(/* to */ p.S, q.F())', [], ['p.S', false, 0]],
    ['V = interface{ M(p.A) }(nil)', ['p.A']],
    ['_, V = p.F()', [], ['p.F', true, 1]],
    ['_, V = func() (p.A, p.B) { return }()', ['p.B']],
    ['_, V = x.(p.T)', []],
    ['_, V = p.F(), q.F()', [], ['q.F', true, 0]],
    ['_, V p.T', ['p.T']],
  ];
  for (const [declaration, types, from] of rows) {
    for (const source of [`var ${declaration}`, `var (\n\tv int\n\t${declaration}\n)`]) {
      const value = read(source).values.find(({ name }) => name === 'V');
      const found = value?.from;
      const spelled = found && [spell([found.reference])?.[0], found.called, found.result];
      assert.deepEqual([value?.kind, spell(value?.types), spelled], ['var', types, from], source);
    }
  }
});

test('declared constants are read as values', () => {
  const { values } = read('const A, B = 1, p.C\nconst (\n\tD p.T = iota\n\tE\n)');
  assert.deepEqual(
    values.map(({ kind, name, types, from }) => [kind, name, spell(types), from?.reference.name]),
    [
      ['const', 'A', [], undefined],
      ['const', 'B', [], 'C'],
      ['const', 'D', ['p.T'], undefined],
      ['const', 'E', [], undefined],
    ],
  );
});

test('declarations inside functions are not declarations of the package, and syntax errors there affect nothing else', () => {
  const { functions, types, values } = read(
    'func F() p.A {\n\ttype T p.T\n\tvar v p.V\n\tfor range 10 { x := <<< }\n}\nvar V p.V\nfunc G() p.B { return }',
  );
  assert.deepEqual(
    functions.map(({ name }) => name),
    ['F', 'G'],
  );
  assert.deepEqual([types, values.map(({ name }) => name)], [[], ['V']]);
});
