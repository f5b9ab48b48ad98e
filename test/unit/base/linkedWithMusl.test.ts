import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linkedWithMusl } from '../../../src/base/linkedWithMusl.js';
import { tempDir } from '../../support/files.js';

/** An ELF file with two program headers; the second one has this type, and says where the name is. */
function elfFile(name: string, at: number, type: number): string {
  const bytes = Buffer.alloc(at + name.length + 1);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  bytes.writeUInt32LE(type, 64 + 56);
  bytes.writeBigUInt64LE(BigInt(at), 64 + 56 + 8);
  bytes.writeBigUInt64LE(BigInt(name.length + 1), 64 + 56 + 32);
  bytes.write(name, at);
  const file = join(tempDir(), 'program');
  writeFileSync(file, bytes);
  return file;
}

const PT_INTERP = 3;

test('a program is linked with musl if its dynamic linker is, wherever the name is in the file', () => {
  assert.equal(linkedWithMusl(elfFile('/lib/ld-musl-x86_64.so.1', 200, PT_INTERP)), true);
  assert.equal(linkedWithMusl(elfFile('/lib/ld-musl-aarch64.so.1', 100_000, PT_INTERP)), true);
});

test('a program with another dynamic linker, or none, is not linked with musl', () => {
  assert.equal(linkedWithMusl(elfFile('/lib64/ld-linux-x86-64.so.2', 200, PT_INTERP)), false);
  assert.equal(linkedWithMusl(elfFile('/lib/ld-musl-x86_64.so.1', 200, 1)), false);
});
