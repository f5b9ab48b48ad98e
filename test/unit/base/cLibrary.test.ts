/** Which C library a file is linked with, and which compilers link with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cLibraryOf, describeCompiler, suggestCompiler } from '../../../src/model/cLibrary.js';

for (const [interpreter, needed, expected] of [
  ['/lib64/ld-linux-x86-64.so.2', ['libc.so.6'], 'glibc'],
  ['/lib/ld-linux-aarch64.so.1', [], 'glibc'],
  ['/lib/ld-linux.so.2', [], 'glibc'],
  ['/lib/ld-linux-armhf.so.3', [], 'glibc'],
  ['/lib64/ld64.so.2', [], 'glibc'],
  ['/lib/ld64.so.1', [], 'glibc'],
  ['/nix/store/abc-glibc-2.38/lib/ld-linux-x86-64.so.2', [], 'glibc'],
  ['/lib/ld-musl-x86_64.so.1', ['libc.so'], 'musl'],
  ['/lib/ld-musl-armhf.so.1', ['libc.musl-armhf.so.1'], 'musl'],
  // The dynamic linker decides: patchelf changes one of them.
  ['/lib/ld-musl-x86_64.so.1', ['libc.so.6'], 'musl'],
  ['/lib64/ld-linux-x86-64.so.2', ['libc.so'], 'glibc'],
  // Plugins name none.
  [undefined, ['libz.so.1', 'libc.so.6'], 'glibc'],
  [undefined, ['libc.so'], 'musl'],
  [undefined, ['libc.musl-x86_64.so.1'], 'musl'],
  [undefined, [], undefined],
  [undefined, ['libz.so.1'], undefined],
  // FreeBSD and Android.
  ['/libexec/ld-elf.so.1', ['libc.so.7'], undefined],
  ['/system/bin/linker64', ['libc.so'], undefined],
  [undefined, ['libdl.so', 'liblog.so', 'libc.so'], undefined],
] as const) {
  test(`C library of ${interpreter ?? 'no dynamic linker'}, ${needed.join(' ') || 'nothing needed'}: ${expected ?? 'unknown'}`, () => {
    assert.equal(cLibraryOf(interpreter, needed), expected);
  });
}

for (const [library, goarch, native, expected] of [
  ['musl', 'amd64', true, 'CC=musl-gcc (Debian: apt-get install musl-tools)'],
  ['glibc', 'amd64', true, 'CC=gcc (Debian: apt-get install gcc)'],
  ['glibc', 'arm64', false, 'CC=aarch64-linux-gnu-gcc (Debian: apt-get install gcc-aarch64-linux-gnu)'],
  ['glibc', 'amd64', false, 'CC=x86_64-linux-gnu-gcc (Debian: apt-get install gcc-x86-64-linux-gnu)'],
  ['glibc', 'arm', false, 'CC=arm-linux-gnueabihf-gcc (Debian: apt-get install gcc-arm-linux-gnueabihf)'],
  ['musl', 'arm64', false, 'CC=aarch64-linux-musl-gcc'],
] as const) {
  test(`the compiler that is suggested for ${library} on ${goarch}, ${native ? 'the same' : 'another'} machine, is ${expected}`, () => {
    assert.equal(describeCompiler(suggestCompiler(library, goarch, native)), expected);
  });
}
