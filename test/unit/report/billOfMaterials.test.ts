/** The CycloneDX document of a plugin, checked with the schema of CycloneDX 1.6. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BillFacts } from '../../../src/model/billFacts.js';
import type { PlanPackage } from '../../../src/model/pluginPlan.js';
import { billOfMaterials } from '../../../src/report/billOfMaterials.js';
import { billViolations, type BillDocument } from '../../support/bill.js';

function packageOf(importPath: string, module: string, decision: PlanPackage['decision']): PlanPackage {
  const own = module === 'example.com/plugin';
  const builtAs = decision === 'keep' ? importPath : `${own ? 't_1_own' : 't_1'}/${importPath}`;
  return { importPath, builtAs, module, decision, reason: 'a reason' };
}

const MODULE = { sum: null, replacement: null, shared: false };

const facts: BillFacts = {
  plan: {
    formatVersion: 1,
    main: { importPath: 'example.com/plugin/cmd', builtAs: 't_1_own/example.com/plugin/cmd/m_1' },
    modules: [
      { ...MODULE, path: 'example.com/plugin', version: null },
      { ...MODULE, path: 'github.com/BurntSushi/toml', version: 'v1.2.0', sum: 'h1:abc=' },
      { ...MODULE, path: 'example.com/split', version: 'v1.3.0' },
      { ...MODULE, path: 'example.com/split', version: 'v1.1.0', shared: true },
      {
        ...MODULE,
        path: 'example.com/old',
        version: 'v2.0.0+incompatible',
        replacement: 'example.com/fork',
      },
    ],
    packages: [
      packageOf('example.com/plugin/cmd', 'example.com/plugin', 'rename'),
      packageOf('github.com/BurntSushi/toml', 'github.com/BurntSushi/toml', 'rename'),
      packageOf('example.com/split/a', 'example.com/split', 'split'),
      packageOf('example.com/old', 'example.com/old', 'rename'),
    ],
    exposes: [],
    changes: [],
    sharedC: [],
    directories: {},
    findings: [],
  },
  goVersion: 'go1.26.8 X:nocoverageredesign',
  sha256: 'a'.repeat(64),
  imports: new Map([
    ['example.com/plugin/cmd', ['github.com/BurntSushi/toml', 'example.com/split/a']],
    ['github.com/BurntSushi/toml', ['example.com/split/a', 'example.com/old']],
  ]),
  licences: new Map([
    [
      'github.com/BurntSushi/toml renamed',
      [{ file: 'COPYING.LICENSE', contentType: 'text/plain', content: 'TUlU' }],
    ],
  ]),
};

const PROGRAM = { version: '0.1.0', output: 'plugin.so', epoch: undefined };

function bill(): BillDocument {
  return JSON.parse(billOfMaterials(facts, PROGRAM)) as BillDocument;
}

test('a bill of materials is valid, and the same each time', async () => {
  const text = billOfMaterials(facts, PROGRAM);
  assert.equal(await billViolations(text), '');
  assert.equal(billOfMaterials(facts, PROGRAM), text);
  assert.doesNotMatch(text, /timestamp|serialNumber/);
  const dated = billOfMaterials(facts, { ...PROGRAM, epoch: 1_700_000_000 });
  assert.equal(await billViolations(dated), '');
  assert.match(dated, /"timestamp": "2023-11-14T22:13:20.000Z"/);
});

test('a bill of materials names each module by a package URL, with the version that is compiled', () => {
  assert.deepEqual(
    bill().components.map(({ purl }) => purl),
    [
      'pkg:golang/example.com/fork@v2.0.0+incompatible',
      'pkg:golang/example.com/plugin',
      'pkg:golang/example.com/split@v1.1.0',
      'pkg:golang/example.com/split@v1.3.0',
      'pkg:golang/github.com/burntsushi/toml@v1.2.0',
      'pkg:golang/stdlib@1.26.8',
    ],
  );
  assert.equal(bill().metadata.component.purl, 'pkg:golang/example.com/plugin#cmd');
  assert.deepEqual(bill().metadata.component.hashes, [{ alg: 'SHA-256', content: 'a'.repeat(64) }]);
});

test('a bill of materials has the hash of go.sum as a property, and as no hash of a file', () => {
  const toml = bill().components.find(({ name }) => name === 'github.com/BurntSushi/toml');
  assert.equal(toml?.hashes, undefined);
  assert.deepEqual(toml?.properties, [
    { name: 'gorename-plugin:builtAs', value: 't_1/github.com/BurntSushi/toml' },
    { name: 'gorename-plugin:goSum', value: 'h1:abc=' },
  ]);
  assert.match(JSON.stringify(toml.evidence), /file: COPYING.LICENSE.*TUlU/);
  const fork = bill().components.find(({ name }) => name === 'example.com/fork');
  assert.ok(fork?.properties.some(({ name, value }) => /replaces/.test(name) && value === 'example.com/old'));
});

test('in a bill of materials the plugin needs the copy of the host, and a dependency the renamed one', () => {
  const needs = Object.fromEntries(bill().dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const split = 'example.com/split@v1';
  assert.deepEqual(needs['plugin'], ['example.com/plugin@local', 'stdlib']);
  assert.deepEqual(needs['example.com/plugin@local'], [
    `${split}.1.0 (shared)`,
    'github.com/BurntSushi/toml@v1.2.0',
    'stdlib',
  ]);
  assert.deepEqual(needs['github.com/BurntSushi/toml@v1.2.0'], [
    'example.com/fork@v2.0.0+incompatible',
    `${split}.3.0`,
    'stdlib',
  ]);
});
