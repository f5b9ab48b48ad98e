/** Hosts and plugins linked with musl and with glibc. Needs musl-gcc (Debian: musl-tools). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '../../../support/files.js';
import { contents, pairsOfPrograms, type Pair } from './pairs.js';
import type { ProgramBuilder } from './programs.js';
import { plain, type Setting } from './settings.js';

/** Distributions compile C with _FORTIFY_SOURCE: glibc then has other functions for the job, which musl lacks. */
const FORTIFIED = `package main

// #cgo CFLAGS: -O2 -D_FORTIFY_SOURCE=2
// #include <stdio.h>
// static int print(char *text, int number) { char out[16]; return snprintf(out, number, "%s", text); }
import "C"

func init() { C.print(C.CString("text"), 8) }
`;

/** All four combinations, with plugins of Go alone and plugins with C code. */
export async function pairsOfCLibraries(builder: ProgramBuilder): Promise<Pair[]> {
  const file = join(tempDir(), 'fortified.go');
  await writeFile(file, FORTIFIED);
  const files = { 'fortified.go': file };
  const env = { CC: 'musl-gcc' };
  const musl: Setting = { name: 'musl', env };
  const hosts = [{ setting: plain }, { setting: musl }];
  const { bare, base, top, more, all } = contents;
  const axis = 'C library';
  const causes = ['c-library-differs'];
  const groups = [
    pairsOfPrograms(builder, axis, causes, hosts, [{ setting: musl }], Object.values(contents)),
    pairsOfPrograms(builder, axis, causes, hosts, [{ setting: plain }], [bare, top]),
    pairsOfPrograms(
      builder,
      axis,
      causes,
      hosts,
      [{ setting: { name: 'C code', files } }, { setting: { name: 'C code, musl', files, env } }],
      [bare, base, top, more, all],
    ),
  ];
  return (await Promise.all(groups)).flat();
}
