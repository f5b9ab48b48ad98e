import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { formatDiffering, type Explanation } from '../../../src/report/explainPlan.js';
import { NO_POLICY } from '../../../src/findings/policy.js';
import { verifyDocument } from '../../../src/report/formatPrediction.js';
import type { FindingView } from '../../../src/report/formatFindings.js';
import { formatInspection, inspectionDocument } from '../../../src/report/formatInspection.js';
import { formatPlan, formatTimings } from '../../../src/report/planText.js';
import { Stopwatch } from '../../../src/report/stopwatch.js';
import type { Inspection } from '../../../src/binary/inspectPlugin.js';
import { planOf } from '../../support/plans.js';
import { violations } from '../../support/validator.js';

test('plan as text: every package outside the standard library, sorted, with its version if it has one', () => {
  const plan = planOf({
    main: 'example.com/p',
    own: ['example.com/p/own'],
    dependency: ['dep.org/d'],
    kept: ['fmt'],
  });
  assert.equal(
    formatPlan(plan),
    [
      'dep.org/d@v1.2.3 -> t_1/dep.org/d',
      'example.com/p -> t_1_own/example.com/p/m_1',
      'example.com/p/own -> t_1_own/example.com/p/own',
    ].join('\n'),
  );
});

test('timings as text: whole milliseconds in the order of the stages, times of one stage added up', async () => {
  const stopwatch = new Stopwatch();
  assert.equal(await stopwatch.time('build', () => setTimeout(30, 'done')), 'done');
  assert.equal(
    stopwatch.timeSync('plan', () => 5),
    5,
  );
  await assert.rejects(
    stopwatch.time('build', async () => {
      await setTimeout(30);
      throw new Error('failed');
    }),
    /failed/,
  );
  const { build: slow = 0, plan: fast = 0 } = stopwatch.timings;
  assert(slow >= 55 && slow < 2000 && Number.isInteger(slow), String(slow));
  assert(fast < 30 && Number.isInteger(fast));
  assert.deepEqual(Object.keys(stopwatch.timings), ['build', 'plan']);
  assert.equal(formatTimings({ load: 120, write: 3 }), 'load 120 ms, write 3 ms');
  assert.equal(formatTimings({}), '');
});

const inspection: Inspection = {
  file: '/home/user/out/p.so',
  goVersion: 'go1.26.8',
  pluginPath: 't_1_own/example.com/p/m_1',
  prefix: 't_1',
  packages: [
    {
      importPath: 't_1/dep.org/d',
      original: 'dep.org/d',
      module: 'dep.org/d',
      version: 'v1.2.3',
      hash: '00ff',
    },
    {
      importPath: 't_1_own/example.com/p/m_1',
      original: 'example.com/p',
      module: 'example.com/p',
      version: undefined,
      hash: '01ff',
    },
    { importPath: 'fmt', original: 'fmt', module: undefined, version: undefined, hash: '02ff' },
    { importPath: 'os', original: 'os', module: undefined, version: undefined, hash: '03ff' },
  ],
  checked: { plan: undefined, problems: [] },
  exports: [
    { name: 'Add', kind: 'func' },
    { name: 'Count', kind: 'var' },
  ],
};

const viewOf = (all: boolean): FindingView => {
  return { cwd: '/home/user', policy: NO_POLICY, all, explained: new Set() };
};

test("inspection as text: the plugin's packages with both paths, and its exports", () => {
  assert.equal(
    formatInspection(inspection, viewOf(false)),
    `out/p.so: go1.26.8
  plugin path  t_1_own/example.com/p/m_1
  packages     2 and 2 of the standard library
    dep.org/d@v1.2.3 -> t_1/dep.org/d
    example.com/p -> t_1_own/example.com/p/m_1
  exports
    func Add
    var Count`,
  );
});

test('verbose inspection as text lists the standard library, and hashes', () => {
  const text = formatInspection(inspection, viewOf(true));
  assert.match(text, /^ {4}dep\.org\/d@v1\.2\.3 -> t_1\/dep\.org\/d 00ff$/m);
  assert.match(text, /^ {4}fmt 02ff$/m);
});

test('inspection of a plugin of go1.20 or older, which records no modules: its packages are not in the standard library', () => {
  const packages = inspection.packages.map((pkg) => ({ ...pkg, module: undefined, version: undefined }));
  packages.push(
    ...['dep.org/kept', 'vendor/golang.org/x/net'].map((path) => ({
      importPath: path,
      original: path,
      module: undefined,
      version: undefined,
      hash: '05ff',
    })),
  );
  const text = formatInspection({ ...inspection, goVersion: '', packages }, viewOf(false));
  assert.match(text, /^ {2}packages {5}3 and 3 of the standard library$/m);
  assert.match(text, /^ {4}dep\.org\/d -> t_1\/dep\.org\/d\n {4}example\.com\/p -> .*\n {4}dep\.org\/kept$/m);
});

test('inspection of a plugin built from files: its main package is not in the standard library', () => {
  const pluginPath = 'plugin/unnamed-0123';
  const main = {
    importPath: pluginPath,
    original: pluginPath,
    module: undefined,
    version: undefined,
    hash: '04ff',
  };
  const packages = [...inspection.packages, main];
  const unnamed = { ...inspection, goVersion: '', pluginPath, prefix: undefined, packages };
  const text = formatInspection(unnamed, viewOf(false));
  assert.match(text, /^out\/p\.so: unknown Go version$/m);
  assert.match(text, /^ {2}packages {5}3 and 2 of the standard library$/m);
  assert.match(text, /^ {4}plugin\/unnamed-0123$/m);
  const document = verifyDocument(
    [inspectionDocument(unnamed, '/', NO_POLICY), inspectionDocument(inspection, '/', NO_POLICY)],
    [],
    undefined,
    '/',
    NO_POLICY,
  );
  assert.equal(violations('verify', document), '');
});

test('of many packages explain shows those that differ from the rule, and counts the others', () => {
  const renamed = Array.from({ length: 25 }, (_, index): Explanation => ({
    importPath: `example.com/p${String(index)}`,
    to: 't_1/x',
    decision: index === 7 ? 'isolate' : 'rename',
    reason: index === 9 ? "goes with the plugin's own packages: a imports b" : 'third-party package',
    module: 'example.com',
    version: undefined,
    hostVersion: undefined,
    chain: ['main', `example.com/p${String(index)}`],
  }));
  assert.equal(
    formatDiffering(renamed),
    [
      '25 packages: 24 renamed; 1 renamed, its C symbols private',
      '  example.com/p7 renamed, its C symbols private: third-party package',
      "  example.com/p9 renamed: goes with the plugin's own packages: a imports b",
      '-v shows all packages, `explain DIR IMPORTPATH` one of them with its imports.',
    ].join('\n'),
  );
});
