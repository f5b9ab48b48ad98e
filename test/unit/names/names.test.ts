import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import {
  copyDirectory,
  NameMap,
  originalImportPath,
  recognisePrefixes,
  symbolPath,
  versionOfCopy,
} from '../../../src/names/nameMap.js';
import { planOf, PREFIXES } from '../../support/plans.js';

const plan = planOf({
  main: 'example.com/my.plugin',
  own: ['example.com/my.plugin/util', 'example.com/my.plugin/util.v2'],
  dependency: [
    'github.com/tidwall/gjson',
    'github.com/go-x/y',
    'google.golang.org/grpc',
    'golang.org/x/net/http2',
    'k8s.io/api',
    'gopkg.in/yaml.v3',
    'gopkg.in/yaml.v3/sub',
    'single',
  ],
  kept: ['runtime', 'golang.org/x/net/idna'],
});
const names = new NameMap(plan);

test('new import paths: renamed ones by their group, main below its own path, all others unchanged', () => {
  const expected = {
    'github.com/tidwall/gjson': 't_1/github.com/tidwall/gjson',
    single: 't_1/single',
    'example.com/my.plugin/util': 't_1_own/example.com/my.plugin/util',
    'example.com/my.plugin': 't_1_own/example.com/my.plugin/m_1',
    runtime: undefined,
    C: undefined,
    'github.com/tidwall': undefined,
    'github.com/tidwall/gjson/': undefined,
    'github.com/tidwall/gjson2': undefined,
    'golang.org/grpc': undefined,
    't_1/github.com/tidwall/gjson': undefined,
  };
  for (const [from, to] of Object.entries(expected)) assert.equal(names.renamedPath(from), to, from);
});

test("main is placed among the plugin's own packages if it has no separate path element", () => {
  const together = planOf({ main: 'example.com/p' }, { ...PREFIXES, mainElement: undefined });
  assert.equal(new NameMap(together).renamedPath('example.com/p'), 't_1_own/example.com/p');
});

test('paths in symbols are escaped as cmd/internal/objabi does (with its test table)', () => {
  const escaped = {
    'foo/bar/v1': 'foo/bar/v1',
    'foo/bar/v.1': 'foo/bar/v%2e1',
    'f.o.o/b.a.r/v1': 'f.o.o/b.a.r/v1',
    'f.o.o/b.a.r/v.1': 'f.o.o/b.a.r/v%2e1',
    'f.o.o/b.a.r/v..1': 'f.o.o/b.a.r/v%2e%2e1',
    'f.o.o/b.a.r/v..1.': 'f.o.o/b.a.r/v%2e%2e1%2e',
    'f.o.o/b.a.r/v%1': 'f.o.o/b.a.r/v%251',
    runtime: 'runtime',
    'golang.org/x/tools/godoc': 'golang.org/x/tools/godoc',
    'foo.bar/baz.quux': 'foo.bar/baz%2equux',
    '': '',
    '%foo%bar': '%25foo%25bar',
    '\x01\x00\x7F☺': '%01%00%7f%e2%98%ba',
  };
  for (const [path, symbol] of Object.entries(escaped)) assert.equal(symbolPath(path), symbol);
});

const LINKER_SYMBOLS: [symbol: string, renamed: string | undefined, importPath?: string][] = [
  ['github.com/tidwall/gjson.Get', 't_1/github.com/tidwall/gjson.Get', 'github.com/tidwall/gjson'],
  ['github.com/go-x/y.(*T).m', 't_1/github.com/go-x/y.(*T).m', 'github.com/go-x/y'],
  ['github.com/go-x/y.T.m', 't_1/github.com/go-x/y.T.m', 'github.com/go-x/y'],
  ['github.com/go-x/y.init.0.func1', 't_1/github.com/go-x/y.init.0.func1', 'github.com/go-x/y'],
  ['github.com/go-x/y..inittask', 't_1/github.com/go-x/y..inittask', 'github.com/go-x/y'],
  ['gopkg.in/yaml%2ev3.f', 't_1/gopkg.in/yaml%2ev3.f', 'gopkg.in/yaml.v3'],
  ['gopkg.in/yaml%2ev3.(*Node).f', 't_1/gopkg.in/yaml%2ev3.(*Node).f', 'gopkg.in/yaml.v3'],
  ['gopkg.in/yaml.v3/sub.f', 't_1/gopkg.in/yaml.v3/sub.f', 'gopkg.in/yaml.v3/sub'],
  ['single.f', 't_1/single.f', 'single'],
  // Main's last element loses its dot's escape: it is the last no more.
  ['example.com/my%2eplugin.f', 't_1_own/example.com/my.plugin/m_1.f', 'example.com/my.plugin'],
  [
    'example.com/my.plugin/util%2ev2.f',
    't_1_own/example.com/my.plugin/util%2ev2.f',
    'example.com/my.plugin/util.v2',
  ],
  // Type arguments and receivers contain other paths, which do not show whose symbol it is.
  [
    'github.com/go-x/y.F[go.shape.struct { runtime.a; golang.org/x/net/http2.T }]',
    't_1/github.com/go-x/y.F[go.shape.struct { runtime.a; golang.org/x/net/http2.T }]',
    'github.com/go-x/y',
  ],
  ['slices.SortFunc[[]github.com/tidwall/gjson.Result]', undefined],
  ['runtime.(*T[github.com/tidwall/gjson.Result]).m', undefined],
  // Others.
  ['runtime.nanotime', undefined],
  ['golang.org/x/net/idna.f', undefined],
  ['gopkg.in/yaml.v3.f', undefined],
  ['github.com/tidwall/gjson2.f', undefined],
  ['github.com/tidwall.gjson', undefined],
  ['golang.org/grpc.f', undefined],
  ['k8s.io/apimachinery.f', undefined],
  ['t_1/github.com/tidwall/gjson.Get', undefined],
  ['sqlite3_open', undefined],
  ['', undefined],
];

test('linker symbols: the path changes, the name after it stays', () => {
  for (const [symbol, renamed, importPath] of LINKER_SYMBOLS) {
    assert.equal(names.renamedSymbol(symbol), renamed, symbol);
    assert.equal(names.renamedPackageOf(symbol), importPath, symbol);
  }
});

test('assembly symbols: the path changes with its dots and slashes', () => {
  const expected = {
    'github·com∕tidwall∕gjson·get': 't_1∕github·com∕tidwall∕gjson·get',
    'github·com∕tidwall∕gjson·get·f': 't_1∕github·com∕tidwall∕gjson·get·f',
    'golang·org∕x∕net∕http2·f': 't_1∕golang·org∕x∕net∕http2·f',
    'single·f': 't_1∕single·f',
    'github·com∕tidwall∕gjson2·get': undefined,
    'github·com∕tidwall∕gjson': undefined,
    'k8s·io∕apimachinery·f': undefined,
    'runtime·memmove': undefined,
    '·get': undefined,
    get: undefined,
    't_1∕github·com∕tidwall∕gjson·get': undefined,
  };
  for (const [from, to] of Object.entries(expected))
    assert.equal(names.renamedAssemblySymbol(from), to, from);
});

test('assembly symbols cannot begin with a digit: a prefix that would cause one is refused', () => {
  const digits = planOf({ dependency: ['dep.org/d'] }, { ...PREFIXES, dependency: '5f3a9c21' });
  const refusing = new NameMap(digits);
  assert.equal(refusing.renamedPath('dep.org/d'), '5f3a9c21/dep.org/d');
  assert.equal(refusing.renamedAssemblySymbol('runtime·memmove'), undefined);
  assert.throws(() => refusing.renamedAssemblySymbol('dep·org∕d·f'), UserError);
});

test('messages get their original paths back, and nothing else in them changes', () => {
  const expected = {
    'undefined: t_1/github.com/tidwall/gjson.Nothing': 'undefined: github.com/tidwall/gjson.Nothing',
    'cannot use x (*t_1/single.T) as []t_1_own/example.com/my.plugin/util.T':
      'cannot use x (*single.T) as []example.com/my.plugin/util.T',
    '# t_1_own/example.com/my.plugin/m_1\n"t_1/single"': '# example.com/my.plugin\n"single"',
    't_1_own/example.com/my.plugin/m_1.main': 'example.com/my.plugin.main',
    '/cache/modules/t_1/single/a.go:1:2: x': '/cache/modules/t_1/single/a.go:1:2: x',
    '../t_1/single/a.go:1:2: x': '../t_1/single/a.go:1:2: x',
    'not_t_1/single': 'not_t_1/single',
    't_12/single': 't_12/single',
    't_1 or m_1': 't_1 or m_1',
    'example.com/x/m_12': 'example.com/x/m_12',
  };
  for (const [text, restored] of Object.entries(expected)) assert.equal(names.restore(text), restored);
});

test('a plugin path alone shows the prefixes, and through them every original path', () => {
  for (const dependency of ['t_1702492315_5f3a9c21', 'renamed', 'x_5f3a9c21']) {
    for (const mainElement of ['m_0123abcd', undefined]) {
      const prefixes = { dependency, own: `${dependency}_89abcdef`, mainElement };
      const named = planOf(
        { main: 'example.com/a/b.c', own: ['example.com/a'], dependency: ['d'] },
        prefixes,
      );
      const recognised = recognisePrefixes(named.main.to);
      assert.deepEqual(recognised, prefixes);
      for (const { importPath, to } of named.packages.values()) {
        assert.equal(originalImportPath(recognised, to), importPath);
      }
      assert.equal(originalImportPath(recognised, 'runtime'), 'runtime');
      assert.equal(originalImportPath(recognised, `${dependency}x/d`), `${dependency}x/d`);
    }
  }
});

test('any one of several closure prefixes is enough to recognise the dependencies', () => {
  const closures = new Map([['d', 't_0123456789ab']]);
  const prefixes = {
    dependency: 't_ffffffffffff',
    own: 't_ffffffffffff_89abcdef',
    mainElement: 'm_0123abcd',
  };
  const plan = planOf({ main: 'a.b/c', own: ['a.b'], dependency: ['d', 'e'] }, { ...prefixes, closures });
  assert.equal(plan.packages.get('d')?.to, 't_0123456789ab/d');
  assert.equal(plan.packages.get('e')?.to, 't_ffffffffffff/e');
  const recognised = recognisePrefixes(plan.main.to);
  assert.deepEqual(recognised, prefixes);
  const names = new NameMap(plan);
  for (const { importPath, to } of plan.packages.values()) {
    assert.equal(originalImportPath(recognised, to), importPath);
    assert.equal(names.restore(`# ${to}`), `# ${importPath}`);
  }
  for (const path of ['t_0123456789a/d', 't_0123456789ab_/d', 'x_0123456789ab/d', 't_0123456789AB/d'])
    assert.equal(originalImportPath(recognised, path), path);
});

test('a plugin that was not renamed has no prefixes', () => {
  for (const path of [
    'example.com/plugin',
    'plugin/unnamed-5f3a9c21',
    't_1/x',
    't_5f3a9c21',
    'command-line-arguments',
  ]) {
    assert.equal(recognisePrefixes(path), undefined, path);
    assert.equal(originalImportPath(undefined, path), path);
  }
});

test('the directory of a copy shows its version, unless it is local', () => {
  const directory = (version?: string): string =>
    `/cache/modules/${copyDirectory('gopkg.in/yaml.v3', version)}`;
  assert.equal(versionOfCopy(directory('v3.0.1')), 'v3.0.1');
  assert.equal(versionOfCopy(directory('v2.0.0+incompatible')), 'v2.0.0+incompatible');
  assert.equal(versionOfCopy(directory()), undefined);
  assert.equal(versionOfCopy('../gjson'), undefined);
});
