/** How long lists of packages and settings become a few lines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../src/findings/finding.js';
import type { DifferingPackage } from '../../../src/findings/finding.js';
import { describeFinding } from '../../../src/findings/findingText.js';
import { EXAMPLE_CWD, EXAMPLES } from './examples.js';

const describe = (finding: Finding): ReturnType<typeof describeFinding> =>
  describeFinding(finding, EXAMPLE_CWD);
const differing = EXAMPLES['packages-differ'];
const settings = EXAMPLES['settings-differ'];

function packageOf(
  importPath: string,
  module: string,
  ownerValue = 'v0.9.0',
  pluginValue = 'v0.14.0',
): DifferingPackage {
  return { importPath, module, ownerValue, pluginValue };
}

test('differing packages of one module are one line; a single package is named', () => {
  const text = 'golang.org/x/text';
  const packages = [
    packageOf(`${text}/language`, text),
    packageOf(`${text}/unicode/norm`, text),
    packageOf('golang.org/x/net/html', 'golang.org/x/net'),
  ];
  const { message, details } = describe({ ...differing, packages });
  assert.equal(message, '3 packages differ in version from the host');
  assert.deepEqual(details, [
    'golang.org/x/text (2 packages): v0.14.0, host v0.9.0',
    'golang.org/x/net/html: v0.14.0, host v0.9.0',
  ]);
});

test('text for packages that differ from an earlier plugin, and for settings that one side does not record', () => {
  const packages = [
    packageOf('dep.org/d', 'dep.org/d', '', 'v1.0.0'),
    packageOf('os', '', '', ''),
    packageOf('io', '', '', ''),
  ];
  const { message, details, advice } = describe({
    ...differing,
    cause: 'unknown',
    packages,
    unrecorded: ['what is loaded records no build settings'],
    owner: '/srv/first.so',
    ownerKind: 'plugin',
  });
  assert.equal(message, '3 packages differ from /srv/first.so for reasons that the files do not record');
  assert.deepEqual(details, [
    'dep.org/d: v1.0.0, earlier plugin unknown',
    'os, io',
    'what is loaded records no build settings',
  ]);
  // Renaming cannot cure the standard library.
  assert.equal(advice, 'Build the plugin with the build flags and environment of /srv/first.so.');
  const third = describe({ ...differing, cause: 'unknown', packages: packages.slice(0, 1) });
  assert.match(third.advice, /^`gorename-plugin build DIR`/);
});

test('many differing packages of the standard library are counted, not listed', () => {
  const importPaths = Array.from({ length: 9 }, (_, index) => `p${index}`);
  const line = (standard: number): string | undefined =>
    describe({ ...settings, importPaths, standard }).details?.at(-1);
  assert.equal(line(9), 'differing: 9 packages of the standard library');
  assert.equal(line(8), 'differing: 8 packages of the standard library and 1 other');
  assert.equal(line(0), 'differing: 9 packages');
});

test('flags that build --host cannot adopt must be passed by hand', () => {
  const cover = { ...settings, settings: [{ setting: '-cover', ownerValue: 'true', pluginValue: '' }] };
  assert.doesNotMatch(describe(cover).advice, /--host/);
  assert.match(describe(cover).advice, /-coverpkg/);
  assert.match(
    describe({ ...settings, ownerKind: 'plugin' }).advice,
    /^Build both plugins with the same settings; manually: /,
  );
});
