/** The rules that --depfile writes, as make itself reads them. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { formatDepfile } from '../../../src/report/depfileText.js';
import { tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

/** A directory with a Makefile whose only recipe writes the target. */
function project(inputs: { files: string[]; directories?: string[]; absent?: string[] } | undefined): {
  dir: string;
  write: (name: string, seconds: number) => void;
  builds: () => Promise<boolean>;
} {
  const dir = tempDir();
  const write = (name: string, seconds: number): void => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), '');
    utimesSync(join(dir, name), seconds, seconds);
  };
  const absolute = (names: string[] = []): string[] => names.map((name) => join(dir, name));
  for (const name of inputs?.files ?? []) write(name, 1000);
  write('a.so', 2000);
  const rules = inputs && {
    files: absolute(inputs.files),
    directories: absolute(inputs.directories),
    absent: absolute(inputs.absent),
  };
  const text = formatDepfile([{ target: 'a.so', inputs: rules }], dir) ?? assert.fail();
  writeFileSync(join(dir, 'Makefile'), `all: a.so\na.so:\n\ttouch $@\ninclude a.d\n`);
  writeFileSync(join(dir, 'a.d'), text);
  const builds = async (): Promise<boolean> => {
    const { exitCode, stderr } = await run('make', ['-q'], { cwd: dir });
    assert(exitCode === 0 || exitCode === 1, stderr);
    assert.equal(stderr, '');
    return exitCode === 1;
  };
  return { dir, write, builds };
}

for (const name of [
  'main.go',
  'sub dir/a b.go',
  'a#b.go',
  '$x$(y).go',
  'ä{}@%+,.go',
  "it's.go",
  'a\\b.go',
  'a:b.go',
  'a=b.go',
  'a*.go',
  '~a.go',
  'a;b|c.go',
  'x(y).go',
  'a\tb.go',
]) {
  test(`a changed file causes a build, whatever its name is: ${JSON.stringify(name)}`, async () => {
    const { builds, write } = project({ files: [name, 'other.go'] });
    write(name, 3000);
    assert.equal(await builds(), true);
  });
}

for (const name of ['main.go', 'sub dir/a b.go', 'a#b.go', '$x$y.go', 'ä{}@+,.go', "it's.go"]) {
  test(`nothing is built if nothing has changed, and again if the file is gone: ${name}`, async () => {
    const { dir, builds } = project({ files: [name] });
    assert.equal(await builds(), false);
    rmSync(join(dir, name));
    assert.equal(await builds(), true);
  });
}

test('a file that did not exist, and a new entry in a directory, cause a build', async () => {
  const { builds, write } = project({ files: ['p/main.go'], absent: ['go.work'] });
  assert.equal(await builds(), false);
  write('go.work', 3000);
  assert.equal(await builds(), true);
  const other = project({ files: ['p/main.go'], directories: ['p'] });
  utimesSync(join(other.dir, 'p'), 1000, 1000);
  assert.equal(await other.builds(), false);
  other.write('p/new.go', 1000);
  assert.equal(await other.builds(), true);
});

test('an output is always built if files do not show whether it is up to date', async () => {
  assert.equal(await project(undefined).builds(), true);
});

test('an output that make cannot name has no rules', () => {
  for (const target of ['a:b.so', 'a%.so', 'a=b.so'])
    assert.equal(formatDepfile([{ target, inputs: undefined }], '/'), undefined);
});
