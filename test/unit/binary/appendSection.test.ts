/** A section that is appended to an ELF file: readelf, strip and the dynamic linker are the judges. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { appendSection } from '../../../src/binary/appendSection.js';
import { UserError } from '../../../src/base/userError.js';
import { tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';

const CONTENT = Buffer.from('{"version":1}');

/** An object file of the size and byte order that the flags ask for: an empty one needs no headers of the target. */
async function compile(flags: string[], link = false): Promise<string> {
  const dir = tempDir();
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'a.c'), 'int answer(void) { return 42; }\n');
  const file = join(dir, link ? 'a.so' : 'a.o');
  const { exitCode, stderr } = await run('gcc', [...flags, join(dir, 'a.c'), '-o', file]);
  assert.equal(exitCode, 0, stderr);
  return file;
}

/** As readelf prints it: name, type, size. */
async function sections(file: string): Promise<string[]> {
  const { stdout, stderr } = await run('readelf', ['--wide', '--section-headers', file]);
  assert.equal(stderr, '');
  return [...stdout.matchAll(/^ +\[ *\d+\] (\S+) +([A-Z_]+) +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)/gm)].map(
    ([, name, type, size]) => `${name ?? ''} ${type ?? ''} ${String(parseInt(size ?? '', 16))}`,
  );
}

for (const [what, flags] of [
  ['64 bits', ['-c']],
  ['32 bits', ['-m32', '-c']],
] as const) {
  test(`a section is appended to a file of ${what}, and the others stay where they are`, async () => {
    const file = await compile([...flags]);
    const [before, bytes] = [await sections(file), readFileSync(file)];
    appendSection(file, '.added', CONTENT);
    const after = await sections(file);
    assert.equal(after.length, before.length + 1);
    assert.equal(after.at(-1), `.added PROGBITS ${String(CONTENT.length)}`);
    const names = (list: string[]): string[] => list.filter((line) => !line.startsWith('.shstrtab'));
    assert.deepEqual(names(after.slice(0, -1)), names(before));
    assert.deepEqual(readFileSync(file).subarray(64, bytes.length), bytes.subarray(64));
    const dumped = join(tempDir(), 'dumped');
    const copied = await run('objcopy', ['--dump-section', `.added=${dumped}`, file, '/dev/null']);
    assert.equal(copied.stderr, '');
    assert.deepEqual(readFileSync(dumped), CONTENT);
  });
}

test('two sections can be appended one after the other', async () => {
  const file = await compile(['-c']);
  appendSection(file, '.one', CONTENT);
  appendSection(file, '.two', Buffer.from('2'));
  assert.deepEqual((await sections(file)).slice(-2), [
    `.one PROGBITS ${String(CONTENT.length)}`,
    '.two PROGBITS 1',
  ]);
});

test('a shared library to which a section was appended can be linked with, stripped and loaded', async () => {
  const file = await compile(['-shared', '-fPIC'], true);
  appendSection(file, '.added', CONTENT);
  assert.equal((await run('strip', [file])).stderr, '');
  assert.ok((await sections(file)).includes(`.added PROGBITS ${String(CONTENT.length)}`));
  const main = join(tempDir(), 'main');
  writeFileSync(`${main}.c`, 'int answer(void); int main(void) { return answer(); }\n');
  const linked = await run('gcc', [`${main}.c`, file, '-o', main]);
  assert.equal(linked.stderr, '');
  assert.equal((await run(main, [])).exitCode, 42);
});

test('appending a section to a file that is not ELF, or is cut off, is refused and changes nothing', async () => {
  const text = join(tempDir(), 'text');
  writeFileSync(text, 'not a binary, and longer than the header of an ELF file, which has 64 bytes');
  const cut = await compile(['-c']);
  truncateSync(cut, 200);
  for (const file of [text, cut]) {
    const before = readFileSync(file);
    assert.throws(() => {
      appendSection(file, '.added', CONTENT);
    }, UserError);
    assert.deepEqual(readFileSync(file), before);
  }
});
