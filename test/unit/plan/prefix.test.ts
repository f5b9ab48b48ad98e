import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { parseGoFlags } from '../../../src/base/goFlags.js';
import type { GoSettings } from '../../../src/model/moduleGraph.js';
import { DEFAULT_PREFIX } from '../../../src/model/options.js';
import type { IsolatedUse } from '../../../src/model/globalState.js';
import type { Group } from '../../../src/model/renamePlan.js';
import type { SourceFile } from '../../../src/model/sourceFile.js';
import { decidePackages } from '../../../src/plan/decidePackages.js';
import { checkPrefix, renderPrefix, shortHash } from '../../../src/names/prefixTemplate.js';
import { hashGroups, type HashInputs } from '../../../src/plan/prefix.js';
import { run } from '../../support/process.js';
import { graphOf } from '../../support/graphs.js';

type Modules = Parameters<typeof graphOf>[0];

/** What a test changes; the rest is the same each time, but for the order that the go command may list it in. */
interface Change {
  modules?: Modules;
  packages?: Record<string, string[]>;
  /** `group relative` -> content. */
  files?: Record<string, string>;
  kinds?: Record<string, SourceFile['kind']>;
  env?: Record<string, string>;
  version?: string;
  flags?: string[];
  compiler?: string;
  compiledIn?: string;
  /** Groups whose C symbols are private. */
  isolated?: Group[];
  /** Uses of private global state: `group name`. */
  uses?: string[];
  reversed?: boolean;
}

const MODULES: Modules = { 'example.com/p': { main: true }, 'dep.org/d': {} };
const PACKAGES = {
  'example.com/p': ['dep.org/d'],
  'example.com/p/own': [],
  'dep.org/d': ['fmt'],
  'dep.org/d/e': [],
  fmt: [],
};
const FILES = {
  'main main.go': 'main',
  'own own/a.go': 'own',
  'dependency d.go': 'd',
  'dependency e/e.go': 'e',
};

function inputs(change: Change): HashInputs {
  const modules = { ...MODULES, ...change.modules };
  const graph = graphOf(modules, { ...PACKAGES, ...change.packages }, { 'dep.org/d': { cgo: ['d.go'] } });
  const sources = Object.entries({ ...FILES, ...change.files }).map(([key, sha256]): SourceFile => {
    const [group, relative] = key.split(' ') as [Group, string];
    const module = graph.modules.get(group === 'dependency' ? 'dep.org/d' : 'example.com/p');
    const path = `${module?.dir ?? ''}/${relative}`;
    const kind = change.kinds?.[key] ?? 'go';
    return { path, relative, module: module?.path ?? '', group, importPath: undefined, kind, sha256 };
  });
  const settings = {
    version: change.version ?? 'go1.26.8',
    env: { GOOS: 'linux', CC: 'gcc', GOPROXY: 'https://example.com', ...change.env },
  } as unknown as GoSettings;
  const decisions = decidePackages(graph, new Set(change.isolated));
  return {
    graph,
    decisions: change.reversed === true ? decisions.reverse() : decisions,
    sources: change.reversed === true ? sources.reverse() : sources,
    settings,
    stateUses: (change.uses ?? []).map(useOf),
    flags: parseGoFlags(change.flags ?? []),
    compiler: change.compiler,
    compiledIn: change.compiledIn ?? '/cache',
    kept: [],
  };
}

function useOf(use: string): IsolatedUse {
  const [group, name] = use.split(' ') as [Group, string];
  return {
    file: '/a.go',
    line: 1,
    column: 1,
    user: 'dep.org/d',
    group,
    statePackage: 'flag',
    name,
    qualifier: { start: 0, end: 4 },
    inMain: false,
    doubt: undefined,
    kind: 'flag',
    shim: 'flagreg',
    reason: '',
  };
}

/** The groups whose hash a change changes, compared with `before`. */
function changed(change: Change, before: Change = {}): string {
  const [old, now] = [hashGroups(inputs(before)), hashGroups(inputs(change))];
  return (['dependency', 'own', 'main'] as const).filter((group) => old[group] !== now[group]).join(' ');
}

const ALL = 'dependency own main';
const trimmed = { flags: ['-trimpath'] };
const withC = { compiler: 'gcc 12', kinds: { 'dependency d.go': 'cgo' } } satisfies Change;

const CHANGES: [what: string, groups: string, change: Change, before?: Change][] = [
  ['nothing', '', {}],
  ['the order of packages and files', '', { reversed: true }],

  ["a dependency's file", ALL, { files: { 'dependency d.go': 'other' } }],
  ["a dependency's further file", ALL, { files: { 'dependency f.go': 'd' } }],
  ["a dependency's version", ALL, { modules: { 'dep.org/d': { version: 'v1.0.1' } } }],
  ["a dependency's go line", ALL, { modules: { 'dep.org/d': { goVersion: '1.22' } } }],
  ['a further package of a dependency', ALL, { packages: { 'dep.org/d/sub': [] } }],
  ['a decision: C symbols of a dependency become private', ALL, { isolated: ['dependency'] }],
  ['global state of a dependency becomes private', ALL, { uses: ['dependency Bool'] }],
  ["that of one of the plugin's own packages", 'own main', { uses: ['own Bool'] }],
  ["main's", 'main', { uses: ['main Bool'] }],
  ['another use of global state', ALL, { uses: ['dependency Int'] }, { uses: ['dependency Bool'] }],
  [
    'the order of uses',
    '',
    { uses: ['dependency Int', 'dependency Bool'] },
    { uses: ['dependency Bool', 'dependency Int'] },
  ],
  ["how a dependency's file is rewritten", ALL, { kinds: { 'dependency d.go': 'assembly' } }],
  ['a decision: a dependency that becomes own', ALL, { modules: { 'dep.org/d': { main: true } } }],

  ['an own file', 'own main', { files: { 'own own/a.go': 'other' } }],
  ["the plugin's go line", 'own main', { modules: { 'example.com/p': { main: true, goVersion: '1.22' } } }],
  ["main's file", 'main', { files: { 'main main.go': 'other' } }],
  ["main's further file", 'main', { files: { 'main b.go': 'main' } }],

  ['the Go version', ALL, { version: 'go1.26.9' }],
  ['GOOS', ALL, { env: { GOOS: 'darwin' } }],
  ['GOAMD64', ALL, { env: { GOAMD64: 'v3' } }],
  ['GOEXPERIMENT', ALL, { env: { GOEXPERIMENT: 'boringcrypto' } }],
  ['CGO_ENABLED', ALL, { env: { CGO_ENABLED: '0' } }],
  ['GOPROXY', '', { env: { GOPROXY: 'off' } }],
  ['GOFLAGS, whose flags are among the flags', '', { env: { GOFLAGS: '-v' } }],

  ['-tags', ALL, { flags: ['-tags=a'] }],
  ['-race', ALL, { flags: ['-race'] }],
  ['-gcflags', ALL, { flags: ['-gcflags=all=-N'] }],
  ['-asmflags', ALL, { flags: ['-asmflags=all=-D=X'] }],
  ['-trimpath', ALL, { flags: ['-trimpath'] }],
  ['-ldflags', 'main', { flags: ['-ldflags=-s'] }],
  ['-X of main', 'main', { flags: ['-ldflags=-X main.v=1'] }],
  ["-X of one of the plugin's own packages", 'own main', { flags: ['-ldflags=-X example.com/p/own.v=1'] }],
  ['-X of a dependency', ALL, { flags: ['-ldflags=-X=dep.org/d.v=1'] }],
  [
    "another value of a dependency's variable",
    ALL,
    { flags: ['-ldflags=-X dep.org/d.v=2'] },
    { flags: ['-ldflags=-X dep.org/d.v=1'] },
  ],
  [
    'an earlier -ldflags, which may be the one that matches main',
    'main',
    { flags: ['-ldflags=-X=a.b=d', '-ldflags=other=-s'] },
    { flags: ['-ldflags=-X=a.b=c', '-ldflags=other=-s'] },
  ],
  ['-v and -p', '', { flags: ['-v', '-p=2'] }],
  ['-mod', '', { flags: ['-mod=mod'] }],

  ['the directory to compile in', ALL, { compiledIn: '/elsewhere' }],
  ['the directory under -trimpath', '', { compiledIn: '/elsewhere', ...trimmed }, trimmed],
  [
    'the directory under -trimpath=false',
    ALL,
    { compiledIn: '/elsewhere', flags: ['-trimpath=false'] },
    { flags: ['-trimpath=false'] },
  ],

  ['the C compiler where there is no C code', '', { env: { CC: 'clang' } }],
  ['the first C code', ALL, withC],
  ['another C compiler', ALL, { ...withC, env: { CC: 'clang' } }, withC],
  ['another release of the C compiler', ALL, { ...withC, compiler: 'gcc 13' }, withC],
  ['CGO_CFLAGS', ALL, { ...withC, env: { CGO_CFLAGS: '-O3' } }, withC],
  ['CGO_LDFLAGS_ALLOW', ALL, { ...withC, env: { CGO_LDFLAGS_ALLOW: '.*' } }, withC],
  ['PKG_CONFIG', ALL, { ...withC, env: { PKG_CONFIG: 'pkgconf' } }, withC],

  ["the directory of a dependency's original", '', { modules: { 'dep.org/d': { dir: '/x' } } }],
  [
    "the directory of a local module's C code, which may name files outside of it",
    ALL,
    { ...withC, modules: { 'dep.org/d': { local: true, dir: '/x' } } },
    { ...withC, modules: { 'dep.org/d': { local: true, dir: '/y' } } },
  ],
];

for (const [what, groups, change, before] of CHANGES) {
  test(`a change of ${what} changes the prefix of ${groups === '' ? 'no group' : groups}`, () => {
    assert.equal(changed(change, before), groups);
  });
}

test('two plugins of one module that differ only in the main package share dependencies alone', () => {
  const [a, b] = ['a', 'b'].map((name) => {
    const packages = { [`example.com/p/${name}`]: ['dep.org/d'], 'example.com/p/own': [], 'dep.org/d': [] };
    const graph = graphOf(MODULES, packages);
    return hashGroups({ ...inputs({}), graph, decisions: decidePackages(graph, new Set()) });
  });
  assert(a && b);
  assert.equal(a.dependency, b.dependency);
  assert.notEqual(a.own, b.own);
  assert.notEqual(a.main, b.main);
});

const VALUES = { time: 1702492315, hash: '5f3a9c21ffffeeee', plugin: 'my-plugin.v2' };

test('a prefix template is filled in', () => {
  const expected = {
    [DEFAULT_PREFIX]: 't_1702492315_5f3a9c21',
    't_{time}': 't_1702492315',
    't_{hash}': 't_5f3a9c21',
    '{hash}': '5f3a9c21',
    '{plugin}_{hash}': 'my_plugin_v2_5f3a9c21',
    'x{hash}{hash}': 'x5f3a9c215f3a9c21',
    't_{closure}': 't_5f3a9c21ffff',
    fixed_Name1: 'fixed_Name1',
  };
  for (const [template, prefix] of Object.entries(expected)) {
    assert.equal(renderPrefix(template, VALUES), prefix);
  }
  assert.equal(shortHash(VALUES.hash), '5f3a9c21');
});

test('a prefix template that gives an invalid path element for Go or its assembler is refused', () => {
  const unusable = [
    '',
    '_',
    't-{hash}',
    't.{hash}',
    't/{hash}',
    't {hash}',
    'té',
    't_{date}',
    '{time',
    'std',
    'net',
    'internal',
    'vendor',
    'C',
  ];
  for (const template of unusable) {
    const refused = (error: unknown): boolean =>
      error instanceof UserError &&
      error.message === `--prefix ${template} is not valid` &&
      (error.advice ?? '').includes(DEFAULT_PREFIX);
    assert.throws(() => {
      checkPrefix(template);
    }, refused);
    assert.throws(() => renderPrefix(template, VALUES), refused);
  }
  const usable = [DEFAULT_PREFIX, 't', '_x', 'nets', '{hash}', '{plugin}', '{closure}', '{plugin}_{closure}'];
  for (const template of usable) checkPrefix(template);
});

test('{closure} in a template is left for each dependency, and cannot be combined with {time} or {hash}', () => {
  for (const template of ['t_{hash}_{closure}', '{time}_{closure}', 'x{closure}', '{closure}{plugin}']) {
    assert.throws(() => {
      checkPrefix(template);
    }, /{closure}/);
  }
});

test('a prefix cannot be a directory of the standard library', async () => {
  const { stdout } = await run('go', ['list', 'std']);
  const roots = new Set(stdout.split('\n').map((path) => path.split('/')[0] ?? ''));
  assert(roots.has('net') && roots.size > 40);
  for (const root of roots)
    assert.throws(
      () => {
        checkPrefix(root);
      },
      UserError,
      root,
    );
});

test('a plugin name that is not a valid prefix is refused for {plugin}', () => {
  assert.throws(() => renderPrefix('{plugin}', { ...VALUES, plugin: 'net' }), UserError);
  assert.throws(() => renderPrefix('{plugin}', { ...VALUES, plugin: '-' }), UserError);
});
