/** Causes that take minutes to make, since each compiles the standard library: settings and other Go versions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureDir } from '../../support/files.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { setUp } from '../../support/setUp.js';
import { ProgramBuilder } from './matrix/programs.js';
import type { Setting } from './matrix/settings.js';
import { causesOf, findingOf, predictAndOpen } from './predictions.js';

const builder = new ProgramBuilder(setUpProxy(fixtureDir('host/matrix/modules')));
const imports = ['example.com/base'];
let host: string;
let plugin: string;
setUp(async () => {
  host = await builder.host({ imports });
  plugin = await builder.plugin({ imports });
});

const profile = fixtureDir('host/matrix/profile/os.pprof');
const settings: [Setting, names: string[]][] = [
  [{ name: '-race', flags: ['-race'] }, ['-race']],
  [{ name: '-gcflags', flags: ['-gcflags=all=-N -l'] }, ['-gcflags']],
  [{ name: '-cover', flags: ['-cover', '-coverpkg=all'] }, ['-cover']],
  [{ name: '-pgo', flags: [`-pgo=${profile}`] }, ['-pgo']],
  [{ name: 'default.pgo', files: { 'default.pgo': profile } }, ['-pgo']],
  [{ name: 'GOEXPERIMENT', env: { GOEXPERIMENT: 'jsonv2' } }, ['GOEXPERIMENT']],
];

for (const [setting, names] of settings) {
  test(`verify --host names ${setting.name} if one side has it, whichever; if both have it, plugins load`, async () => {
    const [otherHost, otherPlugin] = [
      await builder.host({ imports, setting }),
      await builder.plugin({ imports, setting }),
    ];
    for (const [by, file] of [
      [host, otherPlugin],
      [otherHost, plugin],
    ] as const) {
      const [prediction] = await predictAndOpen(by, [file]);
      const finding = findingOf(prediction, 'settings-differ');
      assert.deepEqual(
        finding.settings.map(({ setting }) => setting),
        names,
      );
      assert(finding.standard > 0);
    }
    const [both] = await predictAndOpen(otherHost, [otherPlugin]);
    assert.deepEqual([both?.verdict, both?.findings], ['loads', []]);
  });
}

test('-asan: a plugin built with it ends a host without it, and is reported as mixed cgo', async () => {
  const setting = { name: '-asan', flags: ['-asan'] };
  const [otherHost, otherPlugin] = [
    await builder.host({ imports, setting }),
    await builder.plugin({ imports, setting }),
  ];
  const [dies, behind] = await predictAndOpen(host, [otherPlugin, plugin]);
  assert.deepEqual([dies?.verdict, behind?.verdict], ['crashes', 'not-reached']);
  assert.deepEqual(causesOf(dies), ['sanitizer-not-in-host']);
  assert.deepEqual(causesOf((await predictAndOpen(otherHost, [plugin]))[0]), ['settings: -asan']);
  const [loads] = await predictAndOpen(otherHost, [otherPlugin]);
  assert.deepEqual([loads?.verdict, causesOf(loads)], ['loads', ['asan-odr-violation']]);
});

for (const release of ['go1.18.10', 'go1.20.14', 'go1.22.12', 'go1.27.0']) {
  test(`verify --host predicts the crash of the process with ${release} on one side`, async () => {
    const setting = { name: release, release };
    const [otherHost, otherPlugin] = [
      await builder.host({ imports, setting }),
      await builder.plugin({ imports, setting }),
    ];
    for (const [by, file] of [
      [host, otherPlugin],
      [otherHost, plugin],
    ] as const) {
      const [dies, behind] = await predictAndOpen(by, [file, file]);
      assert.deepEqual(causesOf(dies), ['go-version-differs']);
      assert.equal(behind?.verdict, 'not-reached');
    }
    const [both] = await predictAndOpen(otherHost, [otherPlugin]);
    assert.equal(both?.verdict, 'loads');
  });
}

test('patch versions of one Go version: hashes decide, and the version is named if they differ', async () => {
  const near = { name: 'go1.26.7', release: 'go1.26.7' };
  const [loads] = await predictAndOpen(host, [await builder.plugin({ imports, setting: near })]);
  assert.deepEqual([loads?.verdict, loads?.findings], ['loads', []]);
  const far = { name: 'go1.26.0', release: 'go1.26.0' };
  const [refused] = await predictAndOpen(host, [await builder.plugin({ imports, setting: far })]);
  assert.deepEqual(causesOf(refused), ['settings: Go version']);
});
