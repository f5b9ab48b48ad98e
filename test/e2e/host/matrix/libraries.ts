/** Plugins that ask for shared libraries, and for a newer glibc than there is. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '../../../support/files.js';
import { run } from '../../../support/process.js';
import { contents, pairsOfPrograms, type Pair } from './pairs.js';
import type { ProgramBuilder } from './programs.js';
import { plain, type Setting } from './settings.js';

/** The glibc of this system, e.g. `2.36`. */
export async function systemGlibc(): Promise<string> {
  const { stdout } = await run('getconf', ['GNU_LIBC_VERSION']);
  return stdout.replace('glibc ', '').trim();
}

/** A library that is there, one that is gone by the time that plugins are opened, and a libc that is yet to come. */
export async function pairsOfLibraries(builder: ProgramBuilder): Promise<Pair[]> {
  const dir = tempDir();
  const versions = join(dir, 'versions');
  await writeFile(versions, 'GLIBC_2.99 { global: future; };\n');
  const libraries = [
    await linkLibrary(dir, 'there', []),
    await linkLibrary(dir, 'gone', []),
    await linkLibrary(dir, 'future', ['-Wl,-soname,libc.so.6', `-Wl,--version-script=${versions}`]),
  ];
  const hosts = [{ setting: plain }, { setting: { name: 'strip', finish: ['strip'] } satisfies Setting }];
  const plugins = libraries.map((setting) => ({ setting }));
  const pairs = await pairsOfPrograms(
    builder,
    'libraries',
    ['glibc-too-new'],
    hosts,
    plugins,
    Object.values(contents),
  );
  await Promise.all(['gone', 'future'].map((name) => rm(join(dir, `lib${name}.so`))));
  return pairs;
}

/**
 * Makes a library with one function, whose name is unique.
 * @returns the setting of a main package that calls it.
 */
async function linkLibrary(dir: string, name: string, flags: string[]): Promise<Setting> {
  const [library, source, caller] = [`lib${name}.so`, `${name}.c`, `${name}.go`].map((file) =>
    join(dir, file),
  );
  assert.ok(library !== undefined && source !== undefined && caller !== undefined);
  await writeFile(source, `int ${name}(void) { return 1; }\n`);
  const { exitCode, stderr } = await run('gcc', ['-shared', '-o', library, ...flags, source]);
  assert.equal(exitCode, 0, stderr);
  const directives = `// #cgo LDFLAGS: ${library} -Wl,-rpath,${dir}\n// int ${name}(void);\n`;
  await writeFile(caller, `package main\n\n${directives}import "C"\n\nvar _ = C.${name}()\n`);
  return { name: `lib${name}`, files: { 'caller.go': caller } };
}
