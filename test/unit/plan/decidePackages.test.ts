import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModuleGraph } from '../../../src/model/moduleGraph.js';
import { describeReason, type Group } from '../../../src/model/renamePlan.js';
import { isInternal } from '../../../src/base/internal.js';
import { decidePackages, isolatedGroups, namePackages } from '../../../src/plan/decidePackages.js';
import { PREFIXES } from '../../support/plans.js';
import { graphOf } from '../../support/graphs.js';

/** `group reason`, with the import that is the reason. */
function decisionsOf(graph: ModuleGraph, isolateC: Group[] = []): Record<string, string> {
  const decided = decidePackages(graph, new Set(isolateC)).map(({ importPath, decision, group, reason }) => {
    const because =
      'importer' in reason && 'imported' in reason ? `: ${reason.importer} -> ${reason.imported}` : '';
    return [importPath, `${decision} ${group ?? '-'}, ${reason.kind}${because}`];
  });
  return Object.fromEntries(decided) as Record<string, string>;
}

const KEEP = 'keep -, standard-library';
const MAIN = 'rename main, main-package';
const OWN = 'rename own, own-module';
const DEPENDENCY = 'rename dependency, third-party';

test('main, its sub-packages, third-party modules and the standard library are in the right groups', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, 'example.org/dep': {} },
    {
      'example.com/p': ['example.com/p/util', 'example.com/p/internal/x', 'example.org/dep', 'fmt', 'C'],
      'example.com/p/util': ['fmt'],
      'example.com/p/internal/x': [],
      'example.org/dep': ['example.org/dep/internal/y', 'fmt'],
      'example.org/dep/internal/y': ['unsafe'],
      fmt: ['unsafe'],
      unsafe: [],
    },
  );
  assert.deepEqual(decisionsOf(graph), {
    'example.com/p': MAIN,
    'example.com/p/util': OWN,
    'example.com/p/internal/x': OWN,
    'example.org/dep': DEPENDENCY,
    'example.org/dep/internal/y': DEPENDENCY,
    fmt: KEEP,
    unsafe: KEEP,
  });
});

test('a package whose path begins like a module path, but not at an element, is not in that module', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, 'example.com/plugin': {}, 'example.com/p/nested': {} },
    {
      'example.com/p': ['example.com/plugin', 'example.com/p/nested'],
      'example.com/plugin': [],
      'example.com/p/nested': [],
    },
  );
  assert.deepEqual(decisionsOf(graph), {
    'example.com/p': MAIN,
    'example.com/plugin': DEPENDENCY,
    'example.com/p/nested': DEPENDENCY,
  });
});

test("all modules of a workspace are the plugin's own", () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, 'example.com/lib': { main: true } },
    { 'example.com/p': ['example.com/lib/a'], 'example.com/lib/a': [] },
  );
  assert.deepEqual(decisionsOf(graph), { 'example.com/p': MAIN, 'example.com/lib/a': OWN });
});

test("a module whose internal package is imported by the plugin's own code becomes own: internal rules use path prefixes", () => {
  const graph = graphOf(
    { 'example.com/mono/plugins/p': { main: true }, 'example.com/mono': {}, 'example.com/other': {} },
    {
      'example.com/mono/plugins/p': ['example.com/mono/internal/log', 'example.com/other'],
      'example.com/mono/internal/log': ['example.com/other'],
      'example.com/mono/api': [],
      'example.com/other': ['example.com/other/internal/x'],
      'example.com/other/internal/x': [],
    },
  );
  const goesAlong =
    'rename own, shares-internal: example.com/mono/plugins/p -> example.com/mono/internal/log';
  assert.deepEqual(decisionsOf(graph), {
    'example.com/mono/plugins/p': MAIN,
    'example.com/mono/internal/log': goesAlong,
    'example.com/mono/api': goesAlong,
    'example.com/other': DEPENDENCY,
    'example.com/other/internal/x': DEPENDENCY,
  });
});

test('modules that share internal packages with an own module become own, step by step', () => {
  const graph = graphOf(
    { 'x.org/a/b/p': { main: true }, 'x.org/a/b': {}, 'x.org/a': {} },
    {
      'x.org/a/b/p': ['x.org/a/b/internal'],
      'x.org/a/b/internal': ['x.org/a/internal/deep'],
      'x.org/a/internal/deep': [],
    },
  );
  assert.deepEqual(decisionsOf(graph), {
    'x.org/a/b/p': MAIN,
    'x.org/a/b/internal': 'rename own, shares-internal: x.org/a/b/p -> x.org/a/b/internal',
    'x.org/a/internal/deep': 'rename own, shares-internal: x.org/a/b/internal -> x.org/a/internal/deep',
  });
});

test("a dependency that imports one of the plugin's own packages becomes own, and so do its importers", () => {
  // The importers come first: one pass over the packages would not find them.
  const graph = graphOf(
    { 'example.com/p': { main: true }, 'dep/far': {}, 'dep/near': {}, 'dep/none': {} },
    {
      'example.com/p': ['dep/far'],
      'dep/far': ['dep/near', 'dep/none'],
      'dep/near': ['example.com/p/hook'],
      'dep/none': [],
      'example.com/p/hook': [],
    },
  );
  assert.deepEqual(decisionsOf(graph), {
    'example.com/p': MAIN,
    'dep/far': 'rename own, imports-own: dep/far -> dep/near',
    'dep/near': 'rename own, imports-own: dep/near -> example.com/p/hook',
    'dep/none': DEPENDENCY,
    'example.com/p/hook': OWN,
  });
});

test('a module that is own for another reason makes the modules of its internal packages own', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, 'dep.org/root': {}, 'dep.org/root/hooked': {} },
    {
      'example.com/p': ['dep.org/root/hooked'],
      'dep.org/root/hooked': ['example.com/p/hook', 'dep.org/root/internal/x'],
      'dep.org/root/internal/x': [],
      'example.com/p/hook': [],
    },
  );
  assert.deepEqual(decisionsOf(graph), {
    'example.com/p': MAIN,
    'dep.org/root/hooked': 'rename own, imports-own: dep.org/root/hooked -> example.com/p/hook',
    'dep.org/root/internal/x': 'rename own, shares-internal: dep.org/root/hooked -> dep.org/root/internal/x',
    'example.com/p/hook': OWN,
  });
});

test('dependencies that share internal packages with each other stay dependencies, in one group', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, 'otel.io/otel': {}, 'otel.io/otel/sdk': {} },
    {
      'example.com/p': ['otel.io/otel/sdk'],
      'otel.io/otel/sdk': ['otel.io/otel/internal/global'],
      'otel.io/otel/internal/global': [],
    },
  );
  assert.equal(decisionsOf(graph)['otel.io/otel/sdk'], DEPENDENCY);
  assert.equal(decisionsOf(graph)['otel.io/otel/internal/global'], DEPENDENCY);
});

test('packages with C symbols are isolated in the requested groups', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, dep: {} },
    {
      'example.com/p': ['dep/cgo', 'example.com/p/own'],
      'example.com/p/own': [],
      'dep/cgo': [],
      'dep/syso': [],
      'dep/assembly': [],
      net: [],
    },
    {
      'example.com/p': { cgo: ['a.go'] },
      'example.com/p/own': { cgo: ['a.go'] },
      'dep/cgo': { cgo: ['a.go'] },
      'dep/syso': { native: ['a_linux_amd64.syso'] },
      'dep/assembly': { asm: ['a.s'], headers: ['a.h'] },
      net: { cgo: ['a.go'] },
    },
  );
  const isolated = (...groups: Group[]): string[] =>
    Object.entries(decisionsOf(graph, groups))
      .filter(([, text]) => text.startsWith('isolate'))
      .map(([path]) => path);
  assert.deepEqual(isolated('dependency', 'own', 'main'), [
    'example.com/p',
    'example.com/p/own',
    'dep/cgo',
    'dep/syso',
  ]);
  assert.deepEqual(isolated('dependency'), ['dep/cgo', 'dep/syso']);
  assert.deepEqual(isolated(), []);
  assert.equal(decisionsOf(graph, ['dependency'])['dep/cgo'], 'isolate dependency, third-party');
});

test('the packages whose C symbols are private depend on the build mode, and on what the linker can do', () => {
  assert.deepEqual([...isolatedGroups('plugin', 'linux')], ['dependency', 'own', 'main']);
  assert.deepEqual([...isolatedGroups('c-shared', 'freebsd')], ['dependency']);
  for (const mode of ['c-archive', 'exe'] as const) assert.equal(isolatedGroups(mode, 'linux').size, 0);
  assert.equal(isolatedGroups('plugin', 'darwin').size, 0);
});

test('internal is recognised only as a whole element of an import path', () => {
  for (const path of ['internal', 'a/internal', 'a/internal/b']) assert(isInternal(path), path);
  for (const path of ['a', 'a/internals', 'my-internal/x', 'a/internal.v2']) assert(!isInternal(path), path);
});

test('a decision has the version of its module; main modules have none', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, dep: { version: 'v1.2.3' } },
    { 'example.com/p': ['dep/x'], 'dep/x': [], fmt: [] },
  );
  const versions = decidePackages(graph, new Set()).map(({ module, version }) => [module, version]);
  assert.deepEqual(versions, [
    ['example.com/p', undefined],
    ['dep', 'v1.2.3'],
    [undefined, undefined],
  ]);
});

test('the plan lists every decided package by its group', () => {
  const graph = graphOf(
    { 'example.com/p': { main: true }, dep: {} },
    { 'example.com/p': ['dep', 'example.com/p/x'], 'example.com/p/x': [], dep: [], fmt: [] },
  );
  const decisions = decidePackages(graph, new Set());
  const plan = namePackages(graph.main, decisions, PREFIXES);
  assert.deepEqual(plan.main, { from: 'example.com/p', to: 't_1_own/example.com/p/m_1' });
  assert.equal(plan.prefixes, PREFIXES);
  assert.deepEqual(
    [...plan.packages].map(([importPath, { to }]) => [importPath, to]),
    [
      ['example.com/p', 't_1_own/example.com/p/m_1'],
      ['example.com/p/x', 't_1_own/example.com/p/x'],
      ['dep', 't_1/dep'],
      ['fmt', 'fmt'],
    ],
  );
  for (const decision of decisions) {
    const { to, ...planned } = plan.packages.get(decision.importPath) ?? {};
    assert(to);
    assert.deepEqual(planned, decision);
  }
});

test('every reason for a decision has its sentence, which names the import that caused it', () => {
  const imports = { importer: 'a/b', imported: 'c/d' };
  assert.match(describeReason({ kind: 'standard-library' }), /standard library/);
  assert.match(describeReason({ kind: 'third-party' }), /third-party/);
  assert.match(describeReason({ kind: 'main-package' }), /the plugin itself/);
  assert.match(describeReason({ kind: 'own-module' }), /plugin's own/);
  assert.match(describeReason({ kind: 'shares-internal', ...imports }), /a\/b imports .*internal.* c\/d/);
  assert.match(describeReason({ kind: 'imports-own', ...imports }), /a\/b imports c\/d/);
  const isolates = { kind: 'isolates', statePackage: 'flag', user: 'e/f' } as const;
  assert.match(describeReason(isolates), /private.* e\/f registers in flag/);
});
