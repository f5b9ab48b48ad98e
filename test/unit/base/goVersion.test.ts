import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGoVersion, isToolchain, minorOf, releaseOf } from '../../../src/base/goVersion.js';

/** What programs record as their Go version, and what is read of it. */
const versions: [version: string, release: string, minor: number | undefined, toolchain: boolean][] = [
  ['go1.26.8', 'go1.26.8', 26, true],
  ['go1.26.8-X:jsonv2', 'go1.26.8', 26, true],
  ['go1.22.0 X:nodwarf5', 'go1.22.0', 22, true],
  ['go1.27rc1', 'go1.27rc1', 27, true],
  ['go1.18', 'go1.18', 18, true],
  ['devel go1.27-0123abc Thu Jan 1', 'devel go1.27-0123abc Thu Jan 1', 27, false],
  ['go1.25.3 (Red Hat 1.25.3-1.el9)', 'go1.25.3 (Red Hat 1.25.3-1.el9)', 25, false],
];
for (const [version, release, minor, toolchain] of versions) {
  test(`the Go version ${version} is read`, () => {
    assert.equal(releaseOf(version), release);
    assert.equal(minorOf(version), minor);
    assert.equal(isToolchain(releaseOf(version)), toolchain);
    assert(isGoVersion(version));
  });
}

for (const text of ['', 'unknown', 'devel +0123abc', 'cargo']) {
  test(`no Go version is read from '${text}'`, () => {
    assert.equal(minorOf(text), undefined);
    assert(!isGoVersion(text) && !isToolchain(text));
  });
}
