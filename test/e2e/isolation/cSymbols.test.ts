/** A plugin with version 2 of a C library, in a host with version 1: each way of linking C, with and without isolation. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAnswer, type BuildDocument, type Constructs } from '../renaming/compare.js';
import { callFromCpp } from '../../support/cplusplus.js';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { buildLoader, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** Way of linking C -> what the plugin answers, and what the host does before and after. */
const EXPECTED: Record<string, { plugin: string; before: string; after: string }> = {
  C: { plugin: 'version 2, call 1', before: 'version 1, call 1', after: 'version 1, call 2' },
  'C++ exceptions': both('own 42, standard 52', 'own 41, standard 51'),
  'C++ static objects': {
    plugin: 'constructed by 2, inline 201, template 201',
    before: 'constructed by 1, inline 101, template 101',
    after: 'constructed by 1, inline 102, template 102',
  },
  assembly: both('version 2', 'version 1'),
  'visibility attribute': both('version 2', 'version 1'),
  'prebuilt archive': both('version 2', 'version 1'),
  'searched archive': both('version 2', 'version 1'),
  'thread-local': both('202, 201', '102, 101'),
  callback: { plugin: '52, call 1', before: '51, call 1', after: '51, call 2' },
  'object file': both('version 2', 'version 1'),
  'own C': both('version 2', 'version 1'),
};

function both(plugin: string, host: string): { plugin: string; before: string; after: string } {
  return { plugin, before: host, after: host };
}

let dir: string;
let plugin: string;
let host: string;
let isolated: string;
let exposed: string;
let isolatedReport: Awaited<ReturnType<typeof load>>;
let exposedReport: Awaited<ReturnType<typeof load>>;
setUp(async () => {
  dir = copyFixture('isolation/csymbols');
  await cp(join(dir, 'lib'), join(dir, 'lib1'), { recursive: true });
  await writeFile(join(dir, 'lib1/version.h'), '#define VERSION 1\n');
  for (const lib of ['lib', 'lib1']) await compileNative(join(dir, lib));
  plugin = join(dir, 'plugin');
  host = await goBuild(join(dir, 'host'), join(dir, 'host.exe'));
  isolated = await build('isolated.so');
  exposed = await build('exposed.so', ['--no-isolate=c']);
  isolatedReport = await load(isolated);
  exposedReport = await load(exposed);
});

for (const [way, { plugin, before, after }] of Object.entries(EXPECTED)) {
  test(`C linked by ${way}: the plugin runs its own version, and the host keeps its own`, () => {
    assert.equal(isolatedReport.before[way], before);
    assert.equal(isolatedReport.plugin[way], plugin);
    assert.equal(isolatedReport.after[way], after);
    assert.notEqual(exposedReport.plugin[way], plugin, 'without isolation the answer is the same');
  });
}

test('C symbols are tested for each way of linking C', () => {
  assert.deepEqual(Object.keys(isolatedReport.plugin).sort(), Object.keys(EXPECTED).sort());
});

test('no C symbol of the plugin is in its dynamic symbol table; with --no-isolate=c they are', async () => {
  const names = /^(clib\w*|_Z\w*(throw|Error|Counter)\w*)$/;
  assert.deepEqual(await definedSymbols(isolated, names), []);
  assert.ok((await definedSymbols(exposed, names)).length > 10);
});

test("a host without C code loads a plugin with C code: the standard library's hashes are equal", async () => {
  const plain = await goBuild(plugin, join(dir, 'plain.so'), ['-buildmode=plugin']);
  assert.deepEqual(await standardHashes(isolated), await standardHashes(plain));
  const [answer] = await (await buildLoader())([isolated]);
  assert.equal(parseAnswer(answer?.answer)['C'], 'version 2, call 1');
});

test('a tree hides C symbols when its makefile builds it, with link flags of the user too', async () => {
  const tree = join(dir, 'tree');
  const flags = ['--', '-ldflags=-s -extldflags=-Wl,-O1'];
  const rewritten = await runTool(['rewrite', plugin, '--out', tree, ...flags]);
  assert.equal(rewritten.exitCode, 0, rewritten.stderr);
  const output = join(tree, 'built.so');
  await command('make', ['-f', 'gorename-plugin.mk', `OUTPUT=${output}`], tree);
  assert.deepEqual(await load(output), isolatedReport);
  assert.match(rewritten.stdout, /-ldflags=.*-s.*-Wl,-O1.*--version-script=/);

  const exposed = join(dir, 'exposed-tree');
  const without = await runTool(['rewrite', plugin, '--out', exposed, '--no-isolate=c']);
  assert.equal(without.exitCode, 0, without.stderr);
  await command('make', ['-f', 'gorename-plugin.mk', 'OUTPUT=built.so'], exposed);
  assert.deepEqual(await load(join(exposed, 'built.so')), exposedReport);
});

/** Symbols that a linker exports when a user's script demands it; from archives a plugin exports nothing at all. */
const PLANTED = {
  plugin: ['clib_version', 'clib_calls', 'clib_asm', 'clib_visible', 'clib_object'],
  'c-shared': ['clib_version', 'clib_asm', 'clib_prebuilt', 'clib_searched', 'clib_object'],
};

for (const [mode, planted] of Object.entries(PLANTED)) {
  test(`${mode}: a user's version script that exports isolated C symbols is an error, and nothing is written`, async () => {
    const script = join(tempDir(), 'all.map');
    await writeFile(script, '{ global: *; };\n');
    const output = join(tempDir(), 'planted.so');
    const args = ['build', plugin, '-o', output, '--json', '--buildmode', mode];
    const flags = ['--', `-ldflags=-extldflags=-Wl,--version-script=${script}`];
    const { exitCode, stdout } = await runTool([...args, ...flags]);
    const { findings } = JSON.parse(stdout) as {
      findings: { kind: string; cSymbol: string; advice: string }[];
    };
    const exposures = findings.filter(({ kind }) => kind === 'c-symbol-exposed');
    const symbols = new Set(exposures.map(({ cSymbol }) => cSymbol));
    assert.equal(exitCode, 1);
    assert.match(exposures[0]?.advice ?? '', /Your --version-script .* make this one local in it\.$/);
    assert.equal(existsSync(output), false);
    assert.deepEqual(
      planted.filter((symbol) => !symbols.has(symbol)),
      [],
    );
  });
}

test('c-shared: the C symbols of the plugin stay exported, those of its dependencies do not', async () => {
  const library = join(dir, 'c-shared', 'renamed.so');
  await mkdir(join(dir, 'c-shared'));
  const mode = ['--buildmode', 'c-shared'];
  assert.equal((await runTool(['build', plugin, '-o', library, ...mode])).exitCode, 0);
  assert.deepEqual(await definedSymbols(library, /^(clib\w*|OwnVersion|LibraryVersion)$/), [
    'LibraryVersion',
    'OwnVersion',
    'clib_own',
  ]);
  const source = join(dir, 'program.cpp');
  assert.equal((await callFromCpp(source, library)).stdout, 'library 2, own C 2, no inner C');

  const output = join(dir, 'c-shared', 'exposed', 'renamed.so');
  assert.equal((await runTool(['build', plugin, '-o', output, ...mode, '--no-isolate=c'])).exitCode, 0);
  assert.equal((await callFromCpp(source, output)).stdout, 'library 2, own C 2, inner C 2');
});

test('a shared library linked by name is shared by host and plugin, and a warning names it', async () => {
  const hosts = copyFixture('isolation/sharedlib');
  const plugins = copyFixture('isolation/sharedlib');
  await compileShared(join(hosts, 'native'), 1, '1.0.7');
  await compileShared(join(plugins, 'native'), 2, '1.2.0');
  const document = await buildDocument(join(plugins, 'plugin'), join(plugins, 'renamed.so'));
  assert.deepEqual(
    document.findings.map(({ message, ...finding }) => ({
      ...finding,
      advice: undefined,
      message: message !== '',
    })),
    [
      {
        kind: 'shared-c-library',
        severity: 'warning',
        allowed: false,
        why: 'If the host has loaded a library with the same functions, the dynamic linker uses that one for the plugin.',
        soname: 'libclib.so.1',
        linkedFile: join(plugins, 'native/libclib.so.1.2.0'),
        libraryVersion: '1.2.0',
        importPaths: ['example.com/binding'],
        message: true,
        advice: undefined,
      },
    ],
  );

  // The warning is right: the plugin answers with its own version only where the host has none.
  const [alone] = await (await buildLoader())([document.output]);
  assert.equal(alone?.answer, 'version 2 2');
  const loader = join(hosts, 'loader');
  await cp(fixtureDir('hosts/loader'), loader, { recursive: true });
  await writeFile(join(loader, 'binding.go'), 'package main\n\nimport _ "example.com/binding"\n');
  await writeFile(
    join(loader, 'go.mod'),
    'module example.com/loader\n\ngo 1.18\n\nrequire example.com/binding v0.0.0\n\nreplace example.com/binding => ../binding\n',
  );
  const beside = await run(await goBuild(loader, join(hosts, 'host')), [document.output]);
  assert.match(beside.stdout, /"answer":"version 1 2"/);
});

async function compileNative(lib: string): Promise<void> {
  for (const name of ['prebuilt', 'searched', 'object']) {
    const cwd = join(lib, name);
    const source = name === 'object' ? 'object.txt' : 'archive.txt';
    const object = name === 'object' ? 'object.syso' : join(tempDir(), `${name}.o`);
    await command('gcc', ['-x', 'c', '-fPIC', '-c', source, '-o', object], cwd);
    if (name !== 'object') await command('ar', ['rcs', `lib${name}.a`, object], cwd);
  }
}

/** `libclib.so.1.2.0` with the links that a linker and the dynamic linker look for. */
async function compileShared(native: string, version: number, release: string): Promise<void> {
  await mkdir(native);
  await writeFile(join(native, 'clib.c'), `int clib_version(void) { return ${version}; }\n`);
  const file = `libclib.so.${release}`;
  await command('gcc', ['-shared', '-fPIC', '-Wl,-soname,libclib.so.1', 'clib.c', '-o', file], native);
  await command('ln', ['-s', file, 'libclib.so.1'], native);
  await command('ln', ['-s', 'libclib.so.1', 'libclib.so'], native);
}

async function command(program: string, args: string[], cwd: string): Promise<void> {
  const { exitCode, stderr } = await run(program, args, { cwd });
  assert.equal(exitCode, 0, stderr);
}

async function buildDocument(main: string, output: string, args: string[] = []): Promise<BuildDocument> {
  const { exitCode, stdout, stderr } = await runTool(['build', main, '--json', '-o', output, ...args]);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as BuildDocument;
}

async function build(name: string, args: string[] = []): Promise<string> {
  const { output, findings } = await buildDocument(plugin, join(dir, name), args);
  assert.deepEqual(findings, []);
  return output;
}

async function load(file: string): Promise<Record<'before' | 'plugin' | 'after', Constructs>> {
  const { exitCode, stdout, stderr } = await run(host, [file]);
  assert.equal(exitCode, 0, stderr);
  const { before, plugin, after } = JSON.parse(stdout) as Record<string, string>;
  return { before: parseAnswer(before), plugin: parseAnswer(plugin), after: parseAnswer(after) };
}

/** Names in the dynamic symbol table that the file itself defines. */
async function definedSymbols(file: string, pattern: RegExp): Promise<string[]> {
  const { stdout } = await run('nm', ['-D', '--defined-only', '--format=just-symbols', file]);
  return stdout
    .split('\n')
    .filter((name) => pattern.test(name))
    .sort();
}

async function standardHashes(file: string): Promise<Record<string, string>> {
  const { stdout } = await runTool(['verify', '--json', file]);
  const { plugins } = JSON.parse(stdout) as {
    plugins: { packages: { importPath: string; module: string | null; hash: string }[] }[];
  };
  const standard = plugins[0]?.packages.filter(({ module }) => module === null) ?? [];
  assert.ok(standard.length > 20);
  return Object.fromEntries(standard.map(({ importPath, hash }) => [importPath, hash]));
}
