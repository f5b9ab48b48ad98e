import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GoModule } from '../../../src/model/moduleGraph.js';
import type { SharedPackages } from '../../../src/model/sharedPackages.js';
import { ownModules } from '../../../src/plan/decidePackages.js';
import { renameConflicts } from '../../../src/sharing/renameConflicts.js';
import { graphOf, type Imports } from '../../support/graphs.js';
import { hostOf } from '../../support/hosts.js';

interface Case {
  modules: Record<string, Partial<GoModule>>;
  packages: Imports;
  host: Parameters<typeof hostOf>;
  differing?: string[];
  /** Module -> the host's version; all of its packages in the graph are kept. */
  kept?: Record<string, string>;
}

/** Package -> what of it, without the prefix of its kind. */
function decide({ modules, packages, host, differing = [], kept = {} }: Case): Record<string, string> {
  const graph = graphOf({ p: { main: true }, ...modules }, packages);
  const shared: SharedPackages = { packages: new Map(), modules: new Map() };
  for (const pkg of graph.packages.values()) {
    const version = kept[pkg.module ?? ''];
    const module = graph.modules.get(pkg.module ?? '');
    if (version === undefined || module === undefined) continue;
    shared.packages.set(pkg.importPath, { ...pkg, reason: { kind: 'kept', pattern: '**' } });
    shared.modules.set(module.path, { ...module, version });
  }
  const { unrenamed, renamed } = renameConflicts({
    graph,
    own: ownModules(graph),
    host: hostOf(...host),
    shared,
    differing: new Set(differing),
  });
  return Object.fromEntries([...unrenamed, ...renamed].map(([path, { kind }]) => [path, kind]));
}

test('--rename conflicts: equal versions are kept, others renamed, and packages that the host lacks are kept', () => {
  const modules = { a: {}, b: { version: 'v1.1.0' }, c: {} };
  const packages = { p: ['a', 'b', 'c', 'fmt'], a: [], b: [], c: [], fmt: [] };
  const found = decide({ modules, packages, host: [{ a: 'v1.0.0', b: 'v1.0.0' }, ['a', 'b', 'fmt']] });
  assert.deepEqual(found, { a: 'equal-in-host', b: 'differs-in-host', c: 'not-in-host' });
});

test('--rename conflicts: importers are renamed, over several steps, and the internal packages that they import', () => {
  const modules = { a: {}, b: {}, c: { version: 'v1.1.0' } };
  const packages = {
    p: ['a/top', 'b', 'a/other'],
    'a/top': ['b', 'a/internal/x'],
    'a/other': [],
    'a/internal/x': ['a/internal/y'],
    'a/internal/y': [],
    b: ['c'],
    c: [],
  };
  const inHost = ['a/top', 'a/other', 'a/internal/x', 'a/internal/y', 'b', 'c'];
  const found = decide({ modules, packages, host: [{ a: 'v1.0.0', b: 'v1.0.0', c: 'v1.0.0' }, inHost] });
  assert.deepEqual(found, {
    'a/top': 'imports-renamed',
    'a/other': 'equal-in-host',
    'a/internal/x': 'internal-of-renamed',
    'a/internal/y': 'internal-of-renamed',
    b: 'imports-renamed',
    c: 'differs-in-host',
  });
});

test('--rename conflicts: other importers of a renamed internal package are renamed, too', () => {
  const packages = {
    p: ['a/one', 'a/two'],
    'a/one': ['c', 'a/internal'],
    'a/two': ['a/internal'],
    'a/internal': [],
    c: [],
  };
  const host: Case['host'] = [{ a: 'v1.0.0', c: 'v1.0.0' }, ['a/one', 'a/two', 'a/internal', 'c']];
  const found = decide({ modules: { a: {}, c: { version: 'v2.0.0' } }, packages, host });
  assert.equal(found['a/two'], 'imports-renamed');
});

test('--rename conflicts compares replacements by another module, by the same one, by a directory', () => {
  const packages = { p: ['a', 'b', 'c', 'd'], a: [], b: [], c: [], d: [] };
  const modules = {
    a: { replacement: 'fork', version: 'v1.2.0' },
    b: { replacement: 'fork', version: 'v1.2.0' },
    c: { replacement: '../c', version: undefined },
    d: {},
  };
  const hosts = { a: '=> fork v1.2.0', b: 'v1.2.0', c: '=> ../c', d: '=> ../d' };
  const host: Case['host'] = [hosts, ['a', 'b', 'c', 'd']];
  assert.deepEqual(decide({ modules, packages, host }), {
    a: 'equal-in-host',
    b: 'differs-in-host',
    // The host does not record which directory: the hashes decide.
    c: 'equal-in-host',
    d: 'differs-in-host',
  });
  assert.equal(decide({ modules, packages, host, differing: ['c'] })['c'], 'differs-in-host');
});

test('--rename conflicts renames a package that is in another module of the host', () => {
  const packages = { p: ['a/x'], 'a/x': [] };
  const found = decide({ modules: { a: {} }, packages, host: [{ a: 'v1.0.0', 'a/x': 'v1.0.0' }, ['a/x']] });
  assert.deepEqual(found, { 'a/x': 'differs-in-host' });
});

test("--rename conflicts: packages with another hash than the host's, and their importers, are renamed", () => {
  const packages = { p: ['a', 'b'], a: ['b'], b: [] };
  const host: Case['host'] = [{ a: 'v1.0.0', b: 'v1.0.0' }, ['a', 'b']];
  const found = decide({ modules: { a: {}, b: {} }, packages, host, differing: ['b'] });
  assert.deepEqual(found, { a: 'imports-renamed', b: 'differs-in-host' });
});

test('--rename conflicts: a package that only the plugin has is renamed if it imports an older shared package', () => {
  const packages = { p: ['old', 'new'], old: ['a'], new: ['b'], a: [], b: [] };
  const modules = { old: {}, new: {}, a: { version: 'v1.1.0' }, b: { version: 'v1.0.0' } };
  const host: Case['host'] = [{ a: 'v1.0.0', b: 'v1.1.0' }, ['a', 'b']];
  const found = decide({ modules, packages, host, kept: { a: 'v1.0.0', b: 'v1.1.0' } });
  assert.deepEqual(found, { old: 'imports-renamed', new: 'not-in-host' });
});

test("--rename conflicts: the plugin's own modules are not conflicts", () => {
  const packages = { p: ['p/own', 'a'], 'p/own': [], a: ['p/own'] };
  assert.deepEqual(decide({ modules: { a: {} }, packages, host: [{ a: 'v1.0.0' }, ['a']] }), {});
});
