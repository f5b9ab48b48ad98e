import assert from 'node:assert/strict';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findCLibraries, type CLibraries } from '../../../src/gobuild/cLibraries.js';
import { tempDir } from '../../support/files.js';

const dir = tempDir();
for (const name of ['libboth.so.1.2', 'libboth.a', 'libonly.a', 'libexact.so.2', 'libnamed.a'])
  writeFileSync(join(dir, name), '');
symlinkSync('libboth.so.1.2', join(dir, 'libboth.so'));
const pkgConfig = join(dir, 'pkg-config');
writeFileSync(pkgConfig, `#!/bin/sh\necho "-L${dir} $*"\n`);
chmodSync(pkgConfig, 0o755);

test('-lx means the shared library if there is one, else the archive', async () => {
  assert.deepEqual(await find(['-lboth', '-lonly']), {
    archives: [join(dir, 'libonly.a')],
    shared: [both('p')],
  });
});

test('-Wl,-Bstatic asks for archives until -Wl,-Bdynamic', async () => {
  const { archives, shared } = await find(['-Wl,-Bstatic', '-lboth', '-Wl,-Bdynamic', '-lboth']);
  assert.deepEqual(archives, [join(dir, 'libboth.a')]);
  assert.deepEqual(shared, [both('p')]);
});

test('-l:name means exactly that file, and a file argument its whole path', async () => {
  const { archives, shared } = await find([join(dir, 'libnamed.a'), '-l:libexact.so.2', '-l:libonly.a']);
  assert.deepEqual(archives, [join(dir, 'libnamed.a'), join(dir, 'libonly.a')]);
  assert.deepEqual(
    shared.map(({ name }) => name),
    ['libexact.so.2'],
  );
});

test('a library directory that one package names serves the others, too, and a library has one entry', async () => {
  const packages = [
    { importPath: 'p', linkFlags: [`-L${dir}`, '-lboth'], pkgConfig: [] },
    { importPath: 'q', linkFlags: ['-lboth'], pkgConfig: [] },
  ];
  assert.deepEqual((await findCLibraries(packages, {}, dir)).shared, [both('p', 'q')]);
});

test('without a library directory the compiler is asked; unknown libraries are left to the linker', async () => {
  const { archives, shared } = await find(['-lm', '-lnobodyknows']);
  assert.deepEqual(archives, []);
  assert.deepEqual(
    shared.map(({ name }) => name),
    ['libm.so'],
  );
});

test('pkg-config provides link flags', async () => {
  const packages = [{ importPath: 'p', linkFlags: [], pkgConfig: ['-lboth'] }];
  assert.deepEqual((await findCLibraries(packages, { PKG_CONFIG: pkgConfig }, dir)).shared, [both('p')]);
});

function both(...importPaths: string[]): CLibraries['shared'][number] {
  return { name: 'libboth.so', file: join(dir, 'libboth.so.1.2'), importPaths };
}

function find(linkFlags: string[]): Promise<CLibraries> {
  return findCLibraries([{ importPath: 'p', linkFlags: [`-L${dir}`, ...linkFlags], pkgConfig: [] }], {}, dir);
}
