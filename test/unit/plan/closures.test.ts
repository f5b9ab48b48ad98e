/** Which dependencies get another name when one of them changes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoFlags } from '../../../src/base/goFlags.js';
import type { GoSettings, PackageFiles } from '../../../src/model/moduleGraph.js';
import type { IsolatedUse } from '../../../src/model/globalState.js';
import type { SourceFile } from '../../../src/model/sourceFile.js';
import { hashClosures } from '../../../src/plan/hashClosures.js';
import { decidePackages } from '../../../src/plan/decidePackages.js';
import { graphOf, type Imports } from '../../support/graphs.js';

/** What a test lays out; each package is compiled from one separate file. */
interface Layout {
  packages: Imports;
  files?: Record<string, Partial<PackageFiles>>;
  /** `package path` -> kind, for files besides. */
  sources?: [importPath: string | undefined, path: string, kind: SourceFile['kind']][];
  /** `user shim`. */
  uses?: [user: string, shim: string][];
  references?: [user: string, named: string][];
}

/** What differs in one build. */
interface Change {
  /** The package whose file changes. */
  edited?: string;
  flags?: string[];
  reversed?: boolean;
}

const MODULES = {
  'example.com/p': { main: true },
  'a.org/a': {},
  'b.org/b': {},
  'c.org/c': {},
  'shim.org/s': {},
};

function hashes(layout: Layout, { edited, flags = [], reversed = false }: Change = {}): Map<string, string> {
  const graph = graphOf(MODULES, { 'example.com/p': [], ...layout.packages }, layout.files);
  const source = (importPath: string | undefined, path: string, kind: SourceFile['kind']): SourceFile => {
    const module = Object.keys(MODULES).find((module) => path.startsWith(`/${module}/`)) ?? '';
    const sha256 = importPath !== undefined && importPath === edited ? 'other' : path;
    return {
      path,
      relative: path.slice(module.length + 2),
      module,
      group: 'dependency',
      importPath,
      kind,
      sha256,
    };
  };
  const sources = [
    ...Object.keys(layout.packages).map((path) => source(path, `/${path}/a.go`, 'go')),
    ...(layout.sources ?? []).map((one) => source(...one)),
  ];
  const decisions = decidePackages(graph, new Set());
  return hashClosures({
    graph,
    decisions: reversed ? decisions.reverse() : decisions,
    sources: reversed ? sources.reverse() : sources,
    stateUses: (layout.uses ?? []).map(([user, shim]) => useOf(user, shim)),
    references: layout.references ?? [],
    settings: { version: 'go1.26.8', env: {} } as unknown as GoSettings,
    flags: parseGoFlags(flags),
    compiler: undefined,
    compiledIn: '/cache',
    kept: [],
  });
}

function useOf(user: string, shim: string): IsolatedUse {
  const place = { file: '/a.go', line: 1, column: 1, qualifier: { start: 0, end: 4 }, inMain: false };
  const use = { user, shim, group: 'dependency', statePackage: 'flag', name: 'Bool' } as const;
  return { ...place, ...use, doubt: undefined, kind: 'flag', reason: '' };
}

/** The packages whose digest a change changes. */
function changed(layout: Layout, change: Change): string[] {
  const [before, after] = [hashes(layout), hashes(layout, change)];
  assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort());
  return [...before.keys()].filter((path) => after.get(path) !== before.get(path)).sort();
}

/** A chain of imports, and a package beside it. */
const CHAIN = { 'a.org/a': ['b.org/b'], 'b.org/b': ['c.org/c'], 'c.org/c': [], 'c.org/c/beside': [] };

test('each package has a closure digest; main has none', () => {
  const found = hashes({ packages: CHAIN });
  assert.deepEqual([...found.keys()].sort(), Object.keys(CHAIN).sort());
  assert.equal(new Set(found.values()).size, 4);
});

test('a changed package changes the digests of its importers, and of nothing else', () => {
  assert.deepEqual(changed({ packages: CHAIN }, { edited: 'c.org/c' }), ['a.org/a', 'b.org/b', 'c.org/c']);
  assert.deepEqual(changed({ packages: CHAIN }, { edited: 'b.org/b' }), ['a.org/a', 'b.org/b']);
  assert.deepEqual(changed({ packages: CHAIN }, { edited: 'c.org/c/beside' }), ['c.org/c/beside']);
});

test('what changes all compiled code changes all digests', () => {
  assert.deepEqual(changed({ packages: CHAIN }, { flags: ['-race'] }), Object.keys(CHAIN).sort());
});

test("-X changes the digests of the variable's package and of its importers", () => {
  const flags = ['-ldflags=-X=b.org/b.v=1'];
  assert.deepEqual(changed({ packages: CHAIN }, { flags }), ['a.org/a', 'b.org/b']);
});

test('the order in which go list shows packages does not affect the digests', () => {
  const packages = {
    'a.org/a': ['a.org/a/internal/i', 'b.org/b'],
    'a.org/a/internal/i': ['c.org/c'],
    'b.org/b': [],
    'c.org/c': [],
  };
  assert.deepEqual(changed({ packages }, { reversed: true }), []);
});

test('another use of global state changes the digest of its user', () => {
  const packages = { ...CHAIN, 'shim.org/s/flag': [] };
  const once: Layout = { packages, uses: [['c.org/c', 'shim.org/s/flag']] };
  const twice: Layout = { packages, uses: [...(once.uses ?? []), ...(once.uses ?? [])] };
  assert.notEqual(hashes(twice).get('c.org/c'), hashes(once).get('c.org/c'));
});

const APART = { 'a.org/a': [], 'a.org/a/sub': [], 'b.org/b': [], 'c.org/c': [] };

/** Layouts in which packages have one digest, though none imports another. */
const TOGETHER: [why: string, together: string[], layout: Layout][] = [
  [
    'internal packages and their importers',
    ['a.org/a', 'a.org/a/internal/i'],
    { packages: { 'a.org/a': ['a.org/a/internal/i'], 'a.org/a/internal/i': [], 'b.org/b': [] } },
  ],
  [
    'packages that name each other in linker symbols',
    ['a.org/a', 'b.org/b'],
    {
      packages: APART,
      references: [
        ['a.org/a', 'b.org/b'],
        ['b.org/b', 'a.org/a'],
      ],
    },
  ],
  [
    'the users of global state, and its shim',
    ['a.org/a', 'b.org/b', 'shim.org/s/flag'],
    {
      packages: { ...APART, 'shim.org/s/flag': [] },
      uses: [
        ['a.org/a', 'shim.org/s/flag'],
        ['b.org/b', 'shim.org/s/flag'],
      ],
    },
  ],
  [
    'packages with C code, and the rest of their modules, which are copied whole',
    ['a.org/a', 'a.org/a/sub', 'b.org/b'],
    { packages: APART, files: { 'a.org/a': { cgo: ['a.go'] }, 'b.org/b': { native: ['b.syso'] } } },
  ],
  [
    'a module whose assembly includes headers of another directory',
    ['a.org/a', 'a.org/a/sub'],
    { packages: APART, sources: [['a.org/a', '/a.org/a/include/h.h', 'assembly']] },
  ],
  [
    'packages that embed the same file',
    ['a.org/a', 'a.org/a/sub'],
    { packages: APART, files: { 'a.org/a': { embed: ['sub/x.txt'] }, 'a.org/a/sub': { embed: ['x.txt'] } } },
  ],
  [
    "a package that embeds another's source",
    ['a.org/a', 'a.org/a/sub'],
    { packages: APART, files: { 'a.org/a': { embed: ['sub/a.go'] } } },
  ],
];

for (const [why, together, layout] of TOGETHER) {
  test(`packages that must share a prefix: ${why}`, () => {
    const found = hashes(layout);
    const digests = new Set(together.map((path) => found.get(path)));
    assert.equal(digests.size, 1);
    const others = [...found].filter(([path]) => !together.includes(path)).map(([, hash]) => hash);
    assert.ok(!others.some((hash) => digests.has(hash)));
    for (const edited of together) assert.deepEqual(changed(layout, { edited }), [...together].sort());
  });
}

test('the digest of a package that names another one in a linker symbol changes with it', () => {
  const layout: Layout = { packages: APART, references: [['a.org/a', 'b.org/b']] };
  assert.deepEqual(changed(layout, { edited: 'b.org/b' }), ['a.org/a', 'b.org/b']);
  assert.deepEqual(changed(layout, { edited: 'a.org/a' }), ['a.org/a']);
});

test('files that are copied along with a module affect the digests', () => {
  const layout: Layout = { packages: APART, files: { 'a.org/a': { cgo: ['a.go'] } } };
  const more: Layout = { ...layout, sources: [[undefined, '/a.org/a/c/x.c', 'other']] };
  assert.notEqual(hashes(more).get('a.org/a'), hashes(layout).get('a.org/a'));
  assert.equal(hashes(more).get('b.org/b'), hashes(layout).get('b.org/b'));
});
