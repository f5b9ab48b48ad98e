import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import type { GoModule } from '../../../src/model/moduleGraph.js';
import { decidePackages, ownModules } from '../../../src/plan/decidePackages.js';
import { sharePackages } from '../../../src/sharing/sharePackages.js';
import { graphOf, type Imports } from '../../support/graphs.js';

interface Case {
  modules: Record<string, Partial<GoModule>>;
  packages: Imports;
  /** The host's packages that are shared, closed over imports, and their modules. */
  shared: { modules: Record<string, Partial<GoModule>>; packages: Imports };
  /** What packages name in what they export. */
  api?: Imports;
  unrenamed?: string[];
  /** Package of the host -> its module and that one's version. */
  inHost?: Record<string, [string, string]>;
  /** Packages with C code. */
  c?: string[];
}

/** `importPath` -> decision, with both versions where there are two. */
function decide({
  modules,
  packages,
  shared,
  api = {},
  unrenamed = [],
  inHost = {},
  c = [],
}: Case): Record<string, string> {
  const files = Object.fromEntries(c.map((path) => [path, { cgo: ['c.go'] }]));
  const graph = graphOf({ p: { main: true }, ...modules }, packages, files);
  const ofHost = graphOf(shared.modules, shared.packages, files);
  const reason = { kind: 'kept', pattern: '**' } as const;
  const sharedPackages = {
    modules: ofHost.modules,
    packages: new Map([...ofHost.packages].map(([path, pkg]) => [path, { ...pkg, reason }])),
  };
  const sharing = sharePackages({
    graph,
    own: ownModules(graph),
    shared: sharedPackages,
    api: new Map(Object.entries(api).map(([path, named]) => [path, new Set(named)])),
    unrenamed: new Map(unrenamed.map((path) => [path, { kind: 'not-in-host' }])),
    ofHost: (path) => {
      const [module = '', version] = inHost[path] ?? [];
      return path in inHost
        ? { path: module, version, sum: undefined, replace: undefined, dir: undefined }
        : undefined;
    },
  });
  if (sharing.further.size > 0) return { further: [...sharing.further.keys()].join() };
  for (const [path, pkg] of sharedPackages.packages)
    if (sharing.hosts.has(path) && !sharing.plugins.has(path)) graph.packages.set(path, pkg);
  const met = [...graph.packages.values()].filter(
    ({ importPath, module }) =>
      module === undefined || sharing.plugins.has(importPath) || sharing.hosts.has(importPath),
  );
  const decisions = decidePackages(
    { ...graph, packages: new Map(met.map((pkg) => [pkg.importPath, pkg])) },
    new Set(),
    {
      sharing,
      shared: sharedPackages,
      renamed: new Map(),
    },
  );
  return Object.fromEntries(
    decisions.map(({ importPath, decision, version, hostVersion }) => {
      const versions = decision === 'rename' ? '' : ` ${version ?? '-'} ${hostVersion ?? '-'}`;
      return [importPath, `${decision}${versions}`];
    }),
  );
}

test("shared packages and their imports are kept at the host's versions; the rest is renamed", () => {
  const found = decide({
    modules: { sdk: { version: 'v1.0.0' }, base: {}, text: {} },
    packages: { p: ['sdk', 'text'], sdk: ['base'], base: [], text: ['base'] },
    shared: {
      modules: { sdk: { version: 'v1.2.0' }, extra: {}, base: {} },
      packages: { sdk: ['base', 'extra'], base: [], extra: [] },
    },
  });
  assert.deepEqual(found, {
    p: 'rename',
    sdk: 'keep v1.0.0 v1.2.0',
    base: 'keep v1.0.0 v1.0.0',
    extra: 'keep - v1.0.0',
    text: 'rename',
  });
});

test('packages that nothing imports any more are not in the build', () => {
  const found = decide({
    modules: { sdk: {}, gone: {} },
    packages: { p: ['sdk'], sdk: ['gone'], gone: [] },
    shared: { modules: { sdk: { version: 'v1.2.0' } }, packages: { sdk: [] } },
  });
  assert.deepEqual(found, { p: 'rename', sdk: 'keep v1.0.0 v1.2.0' });
});

const newer: Case = {
  modules: { sdk: { version: 'v1.1.0' }, worker: {} },
  packages: { p: ['sdk', 'worker'], sdk: ['sdk/part'], 'sdk/part': [], worker: ['sdk/part'] },
  shared: { modules: { sdk: {} }, packages: { sdk: ['sdk/part'], 'sdk/part': [] } },
};

test("a module in a newer version than the host's is split: dependencies keep the newer one", () => {
  assert.deepEqual(decide(newer), {
    p: 'rename',
    sdk: 'keep v1.1.0 v1.0.0',
    'sdk/part': 'split v1.1.0 v1.0.0',
    worker: 'rename',
  });
});

test('a module in an older or equal version is not split', () => {
  for (const version of ['v1.0.0', 'v0.9.0', 'v1.0.0-rc.1']) {
    const found = decide({ ...newer, modules: { ...newer.modules, sdk: { version } } });
    assert.equal(found['sdk/part'], `keep ${version} v1.0.0`);
  }
});

test('forks and directories have no versions to compare', () => {
  for (const sdk of [
    { replacement: 'fork', version: 'v0.1.0' },
    { replacement: '../sdk', version: undefined, local: true },
  ]) {
    const found = decide({ ...newer, modules: { ...newer.modules, sdk } });
    assert.match(found['sdk/part'] ?? '', /^split/);
  }
  // The source of the host itself, and the plugin's copy of it.
  const shared = { ...newer.shared, modules: { sdk: { version: undefined, local: true, main: true } } };
  const found = decide({
    ...newer,
    modules: { worker: {}, sdk: { replacement: '../sdk', local: true } },
    shared,
  });
  assert.match(found['sdk/part'] ?? '', /^keep/);
});

test("types exchanged between the plugin's own code and a dependency are the host's, also through other packages", () => {
  assert.equal(decide({ ...newer, api: { worker: ['sdk/part'] } })['sdk/part'], 'keep v1.1.0 v1.0.0');
  const through: Case = {
    ...newer,
    modules: { ...newer.modules, inner: {} },
    packages: { ...newer.packages, worker: ['inner'], inner: ['sdk/part'] },
  };
  assert.equal(
    decide({ ...through, api: { worker: ['inner'], inner: ['sdk/part'] } })['sdk/part'],
    'keep v1.1.0 v1.0.0',
  );
  assert.equal(
    decide({ ...through, api: { worker: [], inner: ['sdk/part'] } })['sdk/part'],
    'split v1.1.0 v1.0.0',
  );
});

const internal: Case = {
  modules: { sdk: {} },
  packages: {
    p: ['sdk', 'sdk/extra'],
    sdk: ['sdk/internal'],
    'sdk/extra': ['sdk/internal', 'sdk/part'],
    'sdk/internal': [],
    'sdk/part': [],
  },
  shared: {
    modules: { sdk: {} },
    packages: { sdk: ['sdk/internal', 'sdk/part'], 'sdk/internal': [], 'sdk/part': [] },
  },
};

test('an internal package that a renamed package imports splits the whole module', () => {
  assert.deepEqual(decide(internal), {
    p: 'rename',
    sdk: 'keep v1.0.0 v1.0.0',
    'sdk/extra': 'rename',
    'sdk/internal': 'split v1.0.0 v1.0.0',
    'sdk/part': 'split v1.0.0 v1.0.0',
  });
});

test('an internal package that a renamed package imports splits the importing modules, too, for dependencies', () => {
  const found = decide({
    modules: { ...internal.modules, above: {}, user: {} },
    packages: { ...internal.packages, p: ['above', 'sdk/extra', 'user'], user: ['above'], above: ['sdk'] },
    shared: {
      modules: { sdk: {}, above: {} },
      packages: { ...internal.shared.packages, above: ['sdk'] },
    },
  });
  assert.match(found['above'] ?? '', /^split/);
});

function refusal(one: Case): UserError {
  try {
    decide(one);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error;
  }
  assert.fail('it is not refused');
}

// The plugin's own code gets sdk's types from it, so it cannot have a copy.
const pinned: Case = { ...internal, api: { 'sdk/extra': ['sdk/part'] } };

test('an internal import that sharing makes impossible is refused, with what to do', () => {
  const { message, advice } = refusal(pinned);
  assert.match(
    message,
    /^sdk\/extra imports the internal package sdk\/internal, which is shared with the host;/,
  );
  assert.match(advice ?? '', /^Exclude sdk\/internal from --keep \*\*, or let sdk\/extra use /);
  // In another module, which the host has in another version.
  const other: Case = {
    modules: { ...internal.modules, 'sdk/extra': {} },
    packages: internal.packages,
    shared: internal.shared,
    api: { 'sdk/extra': ['sdk/part'] },
    inHost: { 'sdk/extra': ['sdk/extra', 'v1.1.0'] },
  };
  assert.equal(refusal(other).advice, 'Also share it: --keep sdk/extra.');
  // In an equal version it must be shared as well.
  assert.equal(
    decide({ ...other, inHost: { 'sdk/extra': ['sdk/extra', 'v1.0.0'] } })['further'],
    'sdk/extra',
  );
});

test('a package of a shared module is shared, too, if the host cannot have it in another version', () => {
  const found = decide({
    ...pinned,
    modules: { sdk: { version: 'v1.1.0' } },
    inHost: { 'sdk/extra': ['sdk', 'v1.0.0'] },
  });
  assert.equal(found['further'], 'sdk/extra');
});

test('a package with C code that would be linked twice is refused', () => {
  const { message, advice } = refusal({ ...newer, c: ['sdk/part'] });
  assert.match(message, /^sdk\/part has C code and would be linked twice/);
  assert.equal(advice, "Use the host's version in the plugin's go.mod: go get sdk@v1.0.0.");
});

test("a package under its original path gets the host's version of its imports, whatever is split", () => {
  const found = decide({ ...newer, unrenamed: ['worker'] });
  assert.equal(found['worker'], 'keep v1.0.0 -');
  assert.equal(found['sdk/part'], 'keep v1.1.0 v1.0.0');
});
