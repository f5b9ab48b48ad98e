/** C++ programs that call a Go library. */
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { run, type Outcome } from './process.js';

/**
 * Compiles `source` with g++ against `library` (a `.so` or `.a`, with its header beside it), runs the
 * program and returns what it did. Program and library stay in the library's directory.
 */
export async function callFromCpp(source: string, library: string): Promise<Outcome> {
  const program = join(dirname(library), 'program');
  const flags = ['-Wall', '-Werror', `-I${dirname(library)}`, '-o', program];
  const compiled = await run('g++', [...flags, source, library, '-lpthread']);
  assert.equal(compiled.exitCode, 0, compiled.stderr);
  return run(program, []);
}
