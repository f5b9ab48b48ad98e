/** The lines of build info after linking: those of shared modules and settings stay, renamed modules get their names back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withOriginals } from '../../../src/gobuild/originalModules.js';
import { parseBuildInfo } from '../../../src/binary/buildInfo.js';
import { builtModules } from '../../../src/binary/builtModules.js';
import type { PluginPlan } from '../../../src/model/pluginPlan.js';

const PLUGIN = 't_1_0123abcd/example.com/plugin/m_89abcdef';
const LINES = [
  `path\t${PLUGIN}`,
  `mod\t${PLUGIN}\tv0.0.0`,
  '=>\t./main/example.com/plugin@local\t(devel)\t',
  'dep\texample.com/both\tv1.0.0\th1:both1=',
  'dep\texample.com/host\tv0.0.0',
  '=>\t/srv/host\t(devel)\t',
  'dep\tt_1/example.com/both\tv1.2.0',
  '=>\t../../modules/t_1/example.com/both@v1.2.0\t(devel)\t',
  'dep\tt_1/example.com/fork\tv1.0.0',
  '=>\t../../modules/t_1/example.com/fork@v1.9.0\t(devel)\t',
  'build\t-buildmode=plugin',
];

function module(path: string, version: string | null, rest: Partial<PluginPlan['modules'][0]> = {}) {
  return { path, version, sum: null, replacement: null, shared: false, ...rest };
}

const PLAN = {
  main: { importPath: 'example.com/plugin', builtAs: PLUGIN },
  packages: [{ importPath: 'example.com/plugin', module: 'example.com/plugin' }],
  modules: [
    module('example.com/both', 'v1.2.0', { sum: 'h1:both2=' }),
    module('example.com/both', 'v1.0.0', { sum: 'h1:both1=', shared: true }),
    module('example.com/fork', 'v1.9.0', { sum: 'h1:fork=', replacement: 'example.com/other' }),
    module('example.com/host', null, { shared: true }),
    module('example.com/local', 'v1.0.0'),
    module('example.com/plugin', null),
  ],
} as unknown as PluginPlan;

test('renamed modules get their paths, versions and sums; lines of shared ones and of settings stay', () => {
  assert.deepEqual(withOriginals(LINES, PLAN, true), [
    `path\t${PLUGIN}`,
    'mod\texample.com/plugin\t(devel)\t',
    'dep\texample.com/both\tv1.0.0\th1:both1=',
    'dep\texample.com/host\tv0.0.0',
    '=>\t/srv/host\t(devel)\t',
    'dep\texample.com/both\tv1.2.0\th1:both2=',
    'dep\texample.com/fork\tv1.9.0',
    '=>\texample.com/other\tv1.9.0\th1:fork=',
    'dep\texample.com/local\t(devel)\t',
    'build\t-buildmode=plugin',
  ]);
});

test('a module that is shared and renamed is read with both versions', () => {
  const lines = withOriginals(LINES, PLAN, true);
  const text = ['file: go1.26.8', ...lines.map((line) => `\t${line}`)].join('\n');
  const prefixes = { own: 't_1_0123abcd', dependency: 't_1', mainElement: 'm_89abcdef' };
  const packages = ['example.com/both', 't_1/example.com/both/sub', PLUGIN];
  const modules = builtModules(parseBuildInfo(text, 'file'), packages, prefixes);
  assert.equal(modules.get('example.com/both')?.version, 'v1.0.0');
  assert.equal(modules.get('t_1/example.com/both')?.version, 'v1.2.0');
  assert.equal(modules.get('t_1_0123abcd/example.com/plugin')?.path, 't_1_0123abcd/example.com/plugin');
});
