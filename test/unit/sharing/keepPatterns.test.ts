import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import type { Reason } from '../../../src/model/renamePlan.js';
import { keptBeside, matchBeside, matchKept, unusedPatterns } from '../../../src/sharing/keepPatterns.js';
import { graphOf } from '../../support/graphs.js';
import { hostOf } from '../../support/hosts.js';

const host = hostOf(
  { 'example.com/acme': 'v1.0.0', 'example.com/acme/v2': 'v2.0.0', 'gopkg.in/yaml.v3': 'v3.0.1' },
  [
    'fmt',
    'encoding/json',
    'vendor/golang.org/x/net/idna',
    'example.com/host/api',
    'example.com/acme',
    'example.com/acme/sdk',
    'example.com/acme/sdk/types',
    'example.com/acme/v2/sdk',
    'example.com/acmes',
    'gopkg.in/yaml.v3',
  ],
);

const matches: [string, string[]][] = [
  ['example.com/acme', ['example.com/acme']],
  ['example.com/acme/*', ['example.com/acme/sdk']],
  ['example.com/acme/**/sdk', ['example.com/acme/sdk', 'example.com/acme/v2/sdk']],
  ['example.com/acme/sdk/...', ['example.com/acme/sdk', 'example.com/acme/sdk/types']],
  ['example.com/acme/sdk/**', ['example.com/acme/sdk', 'example.com/acme/sdk/types']],
  ['example.com/{host,acme}/{api,sdk}', ['example.com/acme/sdk', 'example.com/host/api']],
  ['gopkg.in/yaml.v?', ['gopkg.in/yaml.v3']],
  [
    '**',
    [
      'example.com/acme',
      'example.com/acme/sdk',
      'example.com/acme/sdk/types',
      'example.com/acme/v2/sdk',
      'example.com/host/api',
      'gopkg.in/yaml.v3',
    ],
  ],
];
for (const [pattern, expected] of matches)
  test(`--keep ${pattern} matches packages of modules, and none of the standard library`, () => {
    const kept = matchKept(host, [pattern]);
    assert.deepEqual([...kept.keys()], expected);
    for (const reason of kept.values()) assert.deepEqual(reason, { kind: 'kept', pattern });
  });

test('--keep with several patterns: the first that matches is the reason', () => {
  const kept = matchKept(host, ['example.com/acme/sdk', 'example.com/acme/**']);
  assert.deepEqual(kept.get('example.com/acme/sdk'), { kind: 'kept', pattern: 'example.com/acme/sdk' });
  assert.deepEqual(kept.get('example.com/acme'), { kind: 'kept', pattern: 'example.com/acme/**' });
});

const refusals: [string, RegExp, RegExp][] = [
  ['fmt', /the standard library is always shared/, /Leave it out/],
  ['encoding/**', /the standard library is always shared/, /Leave it out/],
  ['example.com/host', /main package, which cannot be imported/, /separate package/],
  [
    'example.com/acme/sdk/typs',
    /does not contain such a package/,
    /It has example\.com\/acme\/sdk\/types\.$/,
  ],
  ['example.com/acme/sdk@v1.0.0', /does not contain/, /It has example\.com\/acme\/sdk, /],
  ['yaml.v3', /does not contain/, /It has gopkg\.in\/yaml\.v3\.$/],
  ['example.org/*', /does not contain/, /Only what is linked into the host/],
  ['*', /the standard library is always shared/, /Leave it out/],
];
for (const [pattern, message, advice] of refusals)
  test(`--keep ${pattern} is refused`, () => {
    assert.throws(
      () => matchKept(host, ['example.com/acme', pattern]),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        assert.match(error.advice ?? '', advice);
        return true;
      },
    );
  });

test("--keep: a matching package that the host does not link is taken at the host's module version if its imports allow it", () => {
  const acme = 'example.com/acme';
  const { packages, modules } = graphOf(
    { 'example.com/p': { main: true }, [acme]: { version: 'v1.1.0', dir: '/acme' }, 'example.com/other': {} },
    {
      'example.com/p': [`${acme}/codec`],
      [`${acme}/codec`]: [`${acme}/sdk`, `${acme}/codec/table`, 'fmt'],
      [`${acme}/codec/table`]: [],
      [`${acme}/sdk`]: [],
      [`${acme}/newer`]: [],
      [`${acme}/far`]: [`${acme}/reaching`],
      [`${acme}/reaching`]: ['example.com/other'],
      'example.com/other': [],
      fmt: [],
    },
  );
  const exists = (dir: string): boolean => dir !== '/acme/newer';
  const beside = matchBeside(host, named(`${acme}/**`, 'example.com/other'), packages, modules, exists);
  const reason = { kind: 'kept-beside', pattern: `${acme}/**` };
  assert.deepEqual(Object.fromEntries(beside), {
    [`${acme}/codec`]: reason,
    [`${acme}/codec/table`]: reason,
    'example.com/other': { kind: 'kept-beside', pattern: 'example.com/other' },
    [`${acme}/far`]: reason,
    [`${acme}/reaching`]: reason,
  });
  modules.delete('example.com/other');
  assert.deepEqual([...matchBeside(host, named(`${acme}/**`), packages, modules, exists).keys()].sort(), [
    `${acme}/codec`,
    `${acme}/codec/table`,
  ]);
});

function named(...patterns: string[]): (importPath: string) => Reason | undefined {
  return (importPath) => keptBeside(patterns, importPath);
}

test('--keep: the packages of a host that cannot load plugins are unknown', () => {
  assert.throws(
    () => matchKept(hostOf({}, []), ['example.com/acme']),
    /cannot load plugins, so its packages are unknown/,
  );
});

test('--keep: a pattern that matches no shared package is unused', () => {
  const patterns = ['example.com/acme', 'example.com/acme/sdk/**', 'gopkg.in/yaml.v3', 'gopkg.in/*'];
  assert.deepEqual(unusedPatterns(patterns, new Set(['example.com/acme/sdk/types', 'example.com/other'])), [
    'example.com/acme',
    'gopkg.in/yaml.v3',
    'gopkg.in/*',
  ]);
});
