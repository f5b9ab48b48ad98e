/** Why a host can load no plugin at all, from what is recorded of the host. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cLibraryDiffers, gcflagsTrimpath } from '../../../src/predict/hostObstacles.js';
import { hostOf } from '../../support/hosts.js';

const musl = { ...hostOf({}, []), cLibrary: 'musl' as const };
const glibc = { ...hostOf({}, []), cLibrary: 'glibc' as const };

test('a C compiler that does not fit the host is not suggested', () => {
  const suggested = (...args: Parameters<typeof cLibraryDiffers>): unknown => {
    const finding = cLibraryDiffers(...args);
    return finding?.kind === 'c-library-differs' ? finding.suggestedCompiler : undefined;
  };
  assert.equal(suggested(musl, { cLibrary: 'glibc', compiler: 'gcc' }), 'musl-gcc');
  assert.equal(suggested(glibc, { cLibrary: 'musl', compiler: 'musl-gcc' }), 'gcc');
  // On Alpine.
  assert.equal(suggested(glibc, { cLibrary: 'musl', compiler: 'gcc -O1' }), 'x86_64-linux-gnu-gcc');
  assert.equal(suggested(musl, { cLibrary: 'glibc', goHostArch: 'arm64' }), 'x86_64-linux-musl-gcc');
});

test('C libraries do not differ if either side has none', () => {
  assert.equal(cLibraryDiffers(musl, { cLibrary: undefined }), undefined);
  assert.equal(cLibraryDiffers(musl, { cLibrary: 'musl' }), undefined);
  assert.equal(cLibraryDiffers(hostOf({}, []), { cLibrary: 'glibc' }), undefined);
});

for (const [gcflags, harmful] of [
  ['all=-trimpath=/home/me', true],
  ['all=-N -l -trimpath=/home/me', true],
  ['std=--trimpath=/home/me', true],
  ["all='-trimpath=/home/me'", true],
  ['-trimpath=/home/me', false],
  ['example.com/x=-trimpath=/home/me', false],
  ['all=-N -l', false],
  ['all=-I=/a-trimpath', false],
  [undefined, false],
] as const) {
  test(`host with -gcflags=${gcflags ?? ' not set'}: ${harmful ? 'cannot be matched' : 'is harmless'}`, () => {
    const settings = new Map(gcflags === undefined ? [] : [['-gcflags', gcflags]]);
    assert.equal(gcflagsTrimpath(settings), harmful ? gcflags : undefined);
  });
}
