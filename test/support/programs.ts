/** The programs that a run finds. */
import assert from 'node:assert/strict';
import { accessSync, constants, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tempDir } from './files.js';

/** A PATH on which only the named programs are found. */
export function pathWith(...programs: string[]): string {
  const dir = tempDir();
  for (const program of programs) symlinkSync(findProgram(program), join(dir, program));
  return dir;
}

/** The absolute path of a program that a test needs. */
export function findProgram(name: string): string {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name));
  const found = candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  assert.ok(found, `${name} is needed for this test`);
  return found;
}
