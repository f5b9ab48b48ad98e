import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { GoSettings } from '../../../src/model/moduleGraph.js';
import {
  moduleFile,
  requiredVersion,
  rootGoVersion,
  rootModuleFile,
  workspaceFile,
  type Requirement,
} from '../../../src/gomod/moduleFile.js';
import { graphOf } from '../../support/graphs.js';
import { tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';

const PSEUDO = '20240102030405-0123456789ab';

/** Original version -> the one to require the module at, by path. */
const VERSIONS: Record<string, [original: string | undefined, required: string][]> = {
  't_1/dep.org/plain': [
    ['v1.2.3', 'v1.2.3'],
    ['v0.1.0', 'v0.1.0'],
    ['v1.2.3-rc.1', 'v1.2.3-rc.1'],
    [`v0.0.0-${PSEUDO}`, `v0.0.0-${PSEUDO}`],
    [`v1.2.4-0.${PSEUDO}`, `v1.2.4-0.${PSEUDO}`],
    ['v2.0.0+incompatible', 'v0.0.0'],
    ['v11.0.0+incompatible', 'v0.0.0'],
    [undefined, 'v0.0.0'],
    // Replaced by a fork with another major version.
    ['v2.1.0', 'v0.0.0'],
    ['v10.0.0', 'v0.0.0'],
  ],
  't_1/dep.org/major/v2': [
    ['v2.3.4', 'v2.3.4'],
    [`v2.0.0-${PSEUDO}`, `v2.0.0-${PSEUDO}`],
    [`v2.3.5-0.${PSEUDO}`, `v2.3.5-0.${PSEUDO}`],
    [undefined, 'v2.0.0'],
    ['v1.0.0', 'v2.0.0'],
    ['v20.0.0', 'v2.0.0'],
  ],
  't_1/dep.org/major/v17': [
    ['v17.0.1', 'v17.0.1'],
    ['v1.7.0', 'v17.0.0'],
    [undefined, 'v17.0.0'],
  ],
  't_1/gopkg.in/yaml.v3': [
    ['v3.0.1', 'v0.0.0'],
    [undefined, 'v0.0.0'],
  ],
  't_1/gopkg.in/check.v1': [
    ['v1.0.0', 'v1.0.0'],
    [`v0.0.0-${PSEUDO}`, `v0.0.0-${PSEUDO}`],
  ],
  't_1/dep.org/v2ray': [['v1.0.0', 'v1.0.0']],
  't_1_own/example.com/p/m_1': [[undefined, 'v0.0.0']],
};

test('a renamed module is required at its original version if its path allows that', () => {
  for (const [path, versions] of Object.entries(VERSIONS)) {
    for (const [original, required] of versions) {
      assert.equal(requiredVersion(path, original), required, `${path} ${original ?? '-'}`);
    }
  }
});

test('go accepts the written go.mod files, and reads versions, directories, go and godebug lines from them', async () => {
  const root = tempDir();
  const requirements = Object.entries(VERSIONS).flatMap(([path, versions]) =>
    versions.map(([version], index): Requirement => {
      // Directories with everything that go.mod's lexer would take apart.
      const dir = join(root, `a b,(c) [d]{e}'"//x`, `${path}@${version ?? 'local'}`);
      return { path: path.replace('t_1', `t_${index}`), version, dir };
    }),
  );
  const goVersions = new Map(
    requirements.map(({ path }, index) => [path, index % 2 === 0 ? '1.18' : undefined]),
  );
  for (const { path, dir } of requirements) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'go.mod'), moduleFile(path, goVersions.get(path)));
  }
  const godebug = [{ key: 'panicnil', value: '1' }];
  const file = rootModuleFile({ path: 'gorename-plugin/root', goVersion: '1.23', godebug, requirements });
  writeFileSync(join(root, 'go.mod'), file);
  writeFileSync(join(root, 'go.work'), workspaceFile({ goVersion: '1.23', godebug }));

  writeFileSync(join(root, 'main.go'), 'package main\n\nfunc main() {}\n');

  for (const GOWORK of ['off', join(root, 'go.work')]) {
    const format = '{{.Path}}|{{.Version}}|{{.GoVersion}}|{{with .Replace}}{{.Dir}}{{end}}';
    const listed = await go(root, ['list', '-m', '-f', format, 'all'], {
      GOWORK,
      GOPROXY: 'off',
      GOFLAGS: '',
    });
    const expected = requirements.map(({ path, version, dir }) =>
      [path, requiredVersion(path, version), goVersions.get(path) ?? '', dir].join('|'),
    );
    assert.deepEqual(listed.split('\n').sort(), ['gorename-plugin/root||1.23|', ...expected].sort());
    assert.match(await go(root, ['list', '-f', '{{.DefaultGODEBUG}}'], { GOWORK }), /\bpanicnil=1\b/);
  }
});

test('a written go.mod has no go line if the module had none, which means go 1.16', () => {
  assert.equal(moduleFile('t_1/dep.org/a', undefined), 'module t_1/dep.org/a\n');
  assert.equal(moduleFile('t_1/dep.org/a', '1.20'), 'module t_1/dep.org/a\n\ngo 1.20\n');
});

test('words that the lexer of go.mod would split are quoted', () => {
  const dirs = ['/a b', '/a,b', '/a(b', '/a"b', '/a/*b', '/a//b', '/plain-1.0_@v1+x', '/ünï'];
  const requirements = dirs.map((dir) => ({ path: 't_1/x', version: undefined, dir }));
  const file = rootModuleFile({ path: 'root', goVersion: '1.18', godebug: [], requirements });
  const written = [...file.matchAll(/=> (.*)$/gm)].map(([, dir]) => dir);
  const quoted = ['"/a b"', '"/a,b"', '"/a(b"', '"/a\\"b"', '"/a/*b"', '"/a//b"', '/plain-1.0_@v1+x', '/ünï'];
  assert.deepEqual(written, quoted);
});

test('a written root go.mod without requirements is a module line and a go line', () => {
  const file = rootModuleFile({ path: 'root', goVersion: '1.18', godebug: [], requirements: [] });
  assert.equal(file, 'module root\n\ngo 1.18\n');
});

test("the root's go line is the highest of all, in the order of internal/gover", () => {
  const ascending = ['1.6', '1.17', '1.18', '1.19', '1.20', '1.21', '1.21rc1', '1.21rc2', '1.21.0', '1.21.1'];
  ascending.push('1.21.10', '1.22beta1', '1.22rc1', '1.22.0', '1.100', '2.0');
  for (const [index, higher] of ascending.entries()) {
    for (const lower of ascending.slice(0, index + 1)) {
      for (const goVersions of [
        [lower, undefined, higher],
        [higher, lower],
      ]) {
        assert.equal(highest(goVersions, 26, '1.0'), higher, `${lower} ${higher}`);
      }
    }
  }
});

test("the root's go line has a minimum, and before go1.21 it is not newer than the toolchain", () => {
  assert.equal(highest([undefined, '1.11'], 26, '1.17'), '1.17');
  assert.equal(highest([], 26, '1.17'), '1.17');
  assert.equal(highest(['1.22.3'], 21, '1.17'), '1.22.3');
  assert.equal(highest(['1.22.3'], 20, '1.17'), '1.20');
  assert.equal(highest(['1.22rc1'], 20, '1.17'), '1.20');
  assert.equal(highest(['1.18'], 20, '1.17'), '1.18');
});

function highest(goVersions: (string | undefined)[], minor: number, floor: string): string {
  const modules = Object.fromEntries(goVersions.map((goVersion, index) => [`dep${index}`, { goVersion }]));
  return rootGoVersion(graphOf(modules, {}).modules.values(), { minor } as GoSettings, floor);
}
