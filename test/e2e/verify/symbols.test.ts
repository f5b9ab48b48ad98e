/** objdump's text, read from real files; `nm` shows what they contain. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { Binary } from '../../../src/binary/goBinary.js';
import { inspectPlugin } from '../../../src/binary/inspectPlugin.js';
import { readSymbolTable } from '../../../src/binary/objdump.js';
import { findSymbols, parseSegments, parseSymbols } from '../../../src/binary/symbols.js';
import { tempDir } from '../../support/files.js';
import { run } from '../../support/process.js';
import { findProgram } from '../../support/programs.js';
import { setUp } from '../../support/setUp.js';

const dir = tempDir();

const hex = (text: string): string => Buffer.from(text).toString('hex');

/** Compiles C into a file of the test's directory. */
async function gcc(output: string, source: string, flags: string[]): Promise<string> {
  const file = join(dir, output);
  const code = join(dir, `${output}.c`);
  writeFileSync(code, source);
  const { exitCode, stderr } = await run('gcc', ['-o', file, code, ...flags]);
  assert.equal(exitCode, 0, stderr);
  return file;
}

async function objdump(...args: string[]): Promise<string> {
  return (await run('objdump', ['-w', ...args], { env: { LC_ALL: 'C' } })).stdout;
}

/** name -> address and size in bytes, of all symbols that a file defines. */
async function definedByNm(file: string, ...flags: string[]): Promise<Record<string, [number, number]>> {
  const { stdout } = await run('nm', ['-S', '--defined-only', '--without-symbol-versions', ...flags, file]);
  const symbols = stdout.split('\n').map((line): [string, [number, number]] => {
    const [, address = '', size = '0', name = ''] = /^([0-9a-f]+) (?:([0-9a-f]+) )?\S (.*)$/.exec(line) ?? [];
    return [name, [parseInt(address, 16), parseInt(size, 16)]];
  });
  return Object.fromEntries(symbols);
}

/** A Go plugin, built from a file: names with spaces, brackets and letters above ASCII. */
async function buildGoPlugin(): Promise<string> {
  const source = join(dir, 'plugin.go');
  writeFileSync(
    source,
    `package main

import "sort"

type Größe struct{ Länge, breite int }

func Größer(a, b Größe) bool { return any(a) == any(b) }

func Generic[T any](x T) func() T { return func() T { return x } }

var Wert = Generic(struct{ A int; B []map[string]func(x int) chan<- bool }{})

func Sorted(x []Größe) { sort.Slice(x, func(i, j int) bool { return x[i].Länge < x[j].Länge }) }

func main() {}
`,
  );
  const file = join(dir, 'plugin.so');
  const { exitCode, stderr } = await run('go', ['build', '-buildmode=plugin', '-o', file, source]);
  assert.equal(exitCode, 0, stderr);
  return file;
}

let plugin: string;
setUp(async () => {
  plugin = await buildGoPlugin();
});

test('symbols of a Go plugin: every dynamic symbol, with its address and size, with spaces and non-ASCII letters in names', async () => {
  const symbols = parseSymbols(await objdump('-T', plugin));
  const defined = symbols.filter(({ section }) => section !== '*UND*');
  const expected = await definedByNm(plugin, '-D');
  assert(defined.length > 3000);
  assert(Object.keys(expected).some((name) => name.includes('[go.shape.struct { A int; B []')));
  assert(Object.keys(expected).some((name) => name.endsWith('.Größer')));
  assert.deepEqual(
    Object.fromEntries(defined.map(({ name, address, size }) => [name, [address, size]])),
    expected,
  );
  const types = new Map(defined.map(({ name, type }) => [name.split('.').at(-1), type]));
  assert.equal(types.get('Größer'), 'F');
  assert.equal(types.get('Wert'), 'O');
  const needed = symbols.filter(({ section }) => section === '*UND*').map(({ name }) => name);
  assert(needed.includes('dlopen') || needed.includes('malloc') || needed.includes('free'), needed.join());
});

test("symbols of a Go plugin: the hashes are the bytes at their symbols' addresses", async () => {
  const packageHashes = await new Binary(plugin, dir).packageHashes();
  const symbols = await definedByNm(plugin, '-D');
  const { stdout } = await run('readelf', ['-SW', plugin]);
  const [, address = '', offset = ''] = /\.rodata +PROGBITS +([0-9a-f]+) ([0-9a-f]+)/.exec(stdout) ?? [];
  const content = readFileSync(plugin);
  const expected = Object.entries(symbols)
    .filter(([name]) => name.startsWith('go:link.pkghashbytes.'))
    .map(([name, [start, size]]) => {
      const from = start - parseInt(address, 16) + parseInt(offset, 16);
      return [name.slice('go:link.pkghashbytes.'.length), content.toString('hex', from, from + size)];
    });
  assert(expected.length > 20);
  assert.deepEqual(Object.fromEntries(packageHashes), Object.fromEntries(expected));
  assert.match(packageHashes.get('runtime') ?? '', /^[0-9a-f]{16}$/);
});

test('stripping removes the symbol table, not the dynamic symbols and hashes', async () => {
  const stripped = join(dir, 'stripped.so');
  await run('strip', ['-o', stripped, plugin]);
  assert.deepEqual(await readSymbolTable(stripped, dir), []);
  assert((await readSymbolTable(plugin, dir)).length > 3000);
  const [before, after] = [new Binary(plugin, dir), new Binary(stripped, dir)];
  assert.deepEqual(await after.packageHashes(), await before.packageHashes());
  assert.deepEqual(
    (await after.symbols()).map(({ name }) => name).sort(),
    (await before.symbols()).map(({ name }) => name).sort(),
  );
});

test('symbols of a library with symbol versions: default, hidden and required ones', async () => {
  const map = join(dir, 'versions.map');
  writeFileSync(map, 'V_1 { global: *; };\nVERSION_WITH_A_LONG_NAME_2 { global: *; } V_1;\n');
  const source = `
    #include <stdlib.h>
    int old_f(void) { return 1; }
    int new_f(void) { return atoi("2"); }
    __asm__(".symver old_f, f@V_1");
    __asm__(".symver new_f, f@@VERSION_WITH_A_LONG_NAME_2");`;
  const file = await gcc('versioned.so', source, ['-shared', '-fPIC', `-Wl,--version-script=${map}`]);
  const text = await objdump('-T', file);
  assert.match(text, /\(V_1\) +f$/m);
  const symbols = parseSymbols(text);
  const f = symbols.filter(({ name }) => name === 'f');
  assert.equal(f.length, 2, text);
  assert.notEqual(f[0]?.address, f[1]?.address);
  assert(
    symbols.some(({ name, section }) => name === 'atoi' && section === '*UND*'),
    text,
  );
  assert(
    symbols.every(({ name }) => /^[\w.]+$/.test(name)),
    text,
  );
});

test('symbols of a library without symbol versions', async () => {
  const file = await gcc('plain.so', 'int f(void) { return 1; }\nint v = 2;', [
    '-shared',
    '-fPIC',
    '-nostdlib',
  ]);
  const text = await objdump('-T', file);
  assert.doesNotMatch(text, /Base/);
  const found = parseSymbols(text).filter(({ section }) => section !== '*UND*');
  const symbols = found.map(({ name, type, size }) => [name, type, size]).sort();
  assert.deepEqual(
    symbols.filter(([name]) => name === 'f' || name === 'v'),
    [
      ['f', 'F', (await definedByNm(file, '-D'))['f']?.[1]],
      ['v', 'O', 4],
    ],
  );
});

test('symbol tables have hidden, protected and local symbols, sections and files', async () => {
  const source = `
    __attribute__((visibility("hidden"))) int hidden_f(void) { return 1; }
    __attribute__((visibility("protected"))) int protected_f(void) { return 2; }
    static int local_f(void) { return 3; }
    __attribute__((weak)) int weak_f(void) { return local_f(); }
    extern int needed_f(void);
    int common_v;
    int f(void) { return needed_f(); }`;
  const file = await gcc('table.o', source, ['-c', '-fcommon', '-O0']);
  const text = await objdump('-t', file);
  assert.match(text, / \.hidden hidden_f$/m);
  assert.match(text, / \.protected protected_f$/m);
  const global = Object.fromEntries(parseSymbols(text).map((symbol) => [symbol.name, symbol.global]));
  const expected = {
    hidden_f: true,
    protected_f: true,
    local_f: false,
    weak_f: true,
    needed_f: false,
    common_v: true,
    f: true,
  };
  for (const [name, isGlobal] of Object.entries(expected)) assert.equal(global[name], isGlobal, name);
  const names = await readSymbolTable(file, dir);
  for (const name of Object.keys(await definedByNm(file))) assert(names.includes(name), name);
});

test('package hashes are found under both names that Go has used, also for paths with dots', async () => {
  const hash = (name: string, bytes: string): string =>
    `const char h${bytes}[8] __asm__("\\"${name}\\"") = "hash${bytes}";\n`;
  const source = [
    hash('go.link.pkghashbytes.gopkg.in/yaml.v3', '0001'),
    hash('go:link.pkghashbytes.t_1/github.com/go-x/y', '0002'),
    'const char padding[100] = "padding";\n',
    hash('go:link.pkghashbytes.runtime', '0003'),
    hash('go:link.pkghash.runtime', '0004'),
    hash('go:link.pkghashbytesx.runtime', '0005'),
  ].join('');
  const file = await gcc('hashes.so', source, ['-shared', '-fPIC']);
  assert.deepEqual(Object.fromEntries(await new Binary(file, dir).packageHashes()), {
    'gopkg.in/yaml.v3': hex('hash0001'),
    't_1/github.com/go-x/y': hex('hash0002'),
    runtime: hex('hash0003'),
  });
});

test("package hashes are found in a section other than the linker's current one", async () => {
  const source = `
    char unrelated[8] __attribute__((section(".rodata"))) = "rodata";
    char h[8] __asm__("\\"go:link.pkghashbytes.runtime\\"") = "hash0001";`;
  const file = await gcc('elsewhere.so', source, ['-shared', '-fPIC']);
  assert.equal(
    (await new Binary(file, dir).symbols()).find(({ name }) => /hash/.test(name))?.section,
    '.data',
  );
  assert.deepEqual([...(await new Binary(file, dir).packageHashes())], [['runtime', hex('hash0001')]]);
});

test('a hash symbol without bytes in the file is ignored', async () => {
  const source = 'char h[8] __asm__("\\"go:link.pkghashbytes.runtime\\"");';
  const file = await gcc('empty.so', source, ['-shared', '-fPIC']);
  await assert.rejects(new Binary(file, dir).packageHashes(), /no bytes for go:link\.pkghashbytes\.runtime/);
});

test('hash symbols that a file only references are not its own', async () => {
  const source = `
    extern const char h[8] __asm__("\\"go:link.pkghashbytes.runtime\\"");
    const char *f(void) { return h; }`;
  const file = await gcc('needs.so', source, ['-shared', '-fPIC']);
  const binary = new Binary(file, dir);
  assert(
    (await binary.symbols()).some(({ name, section }) => name.endsWith('.runtime') && section === '*UND*'),
  );
  assert.equal((await binary.packageHashes()).size, 0);
});

test('reading symbols refuses a file that is not an object file', async () => {
  const text = join(dir, 'text.so');
  writeFileSync(text, 'no plugin');
  await assert.rejects(
    new Binary(text, dir).packageHashes(),
    (error) => error instanceof UserError && /text\.so/.test(error.message),
  );
  await assert.rejects(new Binary(join(dir, 'missing.so'), dir).packageHashes(), UserError);
});

test('ELF segments: what the dynamic linker maps, and how much of it the file contains', () => {
  // As both objdump and llvm-objdump print them.
  const text = `Program Header:
    PHDR off    0x00000034 vaddr 0x00000034 paddr 0x00000034 align 2**2
         filesz 0x00000120 memsz 0x00000120 flags r--
    LOAD off    0x00000000 vaddr 0x00000000 paddr 0x00000000 align 2**12
         filesz 0x00001234 memsz 0x00001234 flags r--
    LOAD off    0x00002da8 vaddr 0x00003da8 paddr 0x00003da8 align 2**12
         filesz 0x00000258 memsz 0x00010000 flags rw-
     TLS off    0x00002da8 vaddr 0x00003da8 paddr 0x00003da8 align 2**3
         filesz 0x00000000 memsz 0x00000008 flags r--
`;
  assert.deepEqual(parseSegments(text), [
    { address: 0, offset: 0, size: 0x1234 },
    { address: 0x3da8, offset: 0x2da8, size: 0x258 },
  ]);
});

test('symbols found by a part of their lines equal those found by reading all lines', async () => {
  const text = await objdump('-T', plugin);
  for (const part of ['link.pkghashbytes.', ' main.', 'Größe', 'struct { A int; B []', ' Base ', 'nothing']) {
    const expected = parseSymbols(
      text
        .split('\n')
        .filter((line) => line.includes(part))
        .join('\n'),
    );
    assert.deepEqual(findSymbols(Buffer.from(text), part), expected, part);
  }
  const [last = ''] = text.trimEnd().split('\n').slice(-1);
  assert.deepEqual(findSymbols(Buffer.from(`first\n${last}`), '\t'), parseSymbols(last));
});

test('symbols of a file are read once for all readers, by one run of objdump if possible', async () => {
  const bin = tempDir();
  const log = join(bin, 'log');
  const script = `#!/bin/sh\necho "$*" >>${log}\nexec ${findProgram('objdump')} "$@"\n`;
  writeFileSync(join(bin, 'objdump'), script, { mode: 0o755 });
  const path = process.env['PATH'] ?? '';
  process.env['PATH'] = `${bin}:${path}`;
  try {
    await inspectPlugin(plugin, dir);
    assert.equal(readFileSync(log, 'utf8').trim().split('\n').length, 1);
    const binary = new Binary(plugin, dir);
    await Promise.all([binary.packageHashes(), binary.packageHashes()]);
    assert.equal(readFileSync(log, 'utf8').trim().split('\n').length, 2);
    const all = [new Binary(plugin, dir), binary].map((read) => [read.cSymbols(), read.packageHashes()]);
    await Promise.all(all.flat());
    assert.equal(readFileSync(log, 'utf8').trim().split('\n').length, 4);
  } finally {
    process.env['PATH'] = path;
  }
});

test('reading symbols needs no temporary directory', async () => {
  const before = process.env['TMPDIR'];
  try {
    process.env['TMPDIR'] = join(tempDir(), 'missing');
    assert((await inspectPlugin(plugin, dir)).packages.length > 20);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});
