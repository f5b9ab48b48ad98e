/** Output of objdump and `go version -m` that is cut off, or something else altogether, is noticed wherever it is read. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toManifest, type HostManifest } from '../../../src/host/manifest.js';
import { readHost } from '../../../src/host/readHost.js';
import { UserError } from '../../../src/base/userError.js';
import { Binary } from '../../../src/binary/goBinary.js';
import { readBuildInfo } from '../../../src/binary/buildInfo.js';
import { expectSymbols, requireAllSymbols } from '../../../src/binary/complete.js';
import { readArchiveSymbols, readSymbolTable } from '../../../src/binary/objdump.js';
import { fixtureDir, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { findProgram } from '../../support/programs.js';
import { setUp } from '../../support/setUp.js';

const dir = tempDir();
const path = process.env['PATH'] ?? '';

const sources = join(dir, 'plugin');
mkdirSync(sources);
writeFileSync(join(sources, 'go.mod'), 'module example.com/plugin\n\ngo 1.18\n');
writeFileSync(
  join(sources, 'main.go'),
  'package main\n\nimport "fmt"\n\nfunc Hello() string { return fmt.Sprint(1) }\n\nfunc main() {}\n',
);
let plugin: string;
let program: string;
let loader: string;
const archive = join(dir, 'libtwo.a');
setUp(async () => {
  plugin = await goBuild(sources, join(dir, 'plugin.so'), ['-buildmode=plugin']);
  program = await goBuild(sources, join(dir, 'program'), []);
  loader = await goBuild(fixtureDir('hosts/loader'), join(dir, 'loader'), []);
  for (const name of ['one', 'two']) {
    writeFileSync(join(dir, `${name}.c`), `int ${name}(void) { return 1; }\nint ${name}_more = 1;\n`);
    await run('gcc', ['-c', `${name}.c`], { cwd: dir });
  }
  await run('ar', ['rc', archive, 'one.o', 'two.o', 'one.c'], { cwd: dir });
  await run('ar', ['rcT', 'libthin.a', 'one.o', 'two.o'], { cwd: dir });
});

/** A directory with `name` in it, which runs the real program and then what `filter` (of sh) makes of its output in $out. */
function wrapped(name: 'objdump' | 'go', filter: string): string {
  const bin = tempDir();
  const script = `#!/bin/bash
out=$(mktemp)
trap 'rm -f "$out"' EXIT
'${findProgram(name)}' "$@" >"$out" || code=$?
size=$(stat -c %s "$out") lines=$(wc -l <"$out")
${filter}
exit \${code:-0}
`;
  writeFileSync(join(bin, name), script, { mode: 0o755 });
  return bin;
}

async function withProgram<T>(bin: string, use: () => Promise<T>): Promise<T> {
  process.env['PATH'] = `${bin}:${path}`;
  try {
    return await use();
  } finally {
    process.env['PATH'] = path;
  }
}

/** Each way in which objdump's output may be wrong, as a filter, and what is said of it. */
const WRONG: [name: string, filter: string, says: RegExp][] = [
  ...[10, 50, 90, 99].map((part): [string, string, RegExp] => [
    `cut at ${String(part)} %`,
    `head -c $((size * ${String(part)} / 100)) "$out"`,
    /objdump/,
  ]),
  ['cut after half of the lines', 'head -n $((lines / 2)) "$out"', /objdump/],
  [
    'without the last symbol',
    `sed '/^[0-9a-f]/h' "$out" | tac | sed '0,/^[0-9a-f]/{/^[0-9a-f]/d}' | tac`,
    /incomplete/,
  ],
  ['cut within the last name', `head -c -4 "$out"`, /incomplete/],
  ['empty', ':', /did not print the symbol table/],
  ['something else', 'echo usage: objdump', /did not print the symbol table/],
  [
    'in another language',
    `sed 's/SYMBOL TABLE/TABLE DES SYMBOLES/' "$out"`,
    /did not print the symbol table/,
  ],
  [
    'of another file',
    `'${findProgram('objdump')}' -w -p -t -T ${dir}/one.o`,
    /did not print the symbol table/,
  ],
  ['killed', 'kill -KILL $$', /^objdump .* was killed by SIGKILL$/],
];

/** Whatever reads objdump's output. */
const READERS: Record<string, () => Promise<unknown>> = {
  'all dynamic symbols': () => new Binary(plugin, dir).symbols(),
  'functions and variables': () => new Binary(plugin, dir).definitions(),
  'package hashes': () => new Binary(plugin, dir).packageHashes(),
  'needed libraries and glibc': () => new Binary(loader, dir).headers(),
  'symbol table of a program': () => readSymbolTable(program, dir),
  'symbols of archives': () => readArchiveSymbols([archive, join(dir, 'libthin.a')], dir),
};

for (const [reader, read] of Object.entries(READERS)) {
  test(`${reader}: incomplete output of objdump is refused, with the file's name`, async () => {
    await read();
    for (const [name, filter, says] of WRONG) {
      // Names end the text only in LLVM's form; GNU's objdump ends it with empty lines.
      const bin = wrapped(
        'objdump',
        name === 'cut within the last name'
          ? `printf %s "$(cat "$out")" | ${filter.replace(' "$out"', '')}`
          : filter,
      );
      await withProgram(bin, () =>
        assert.rejects(
          read(),
          (error) =>
            error instanceof UserError &&
            says.test(error.message) &&
            error.message.includes(dir) &&
            error.advice !== undefined,
          `${reader}, ${name}`,
        ),
      );
    }
  });
}

test("output of objdump that leaves out symbols by design is accepted: marks in ARM code, LLVM's symbol table", async () => {
  const { stdout } = await run('objdump', ['-w', '-p', '-T', plugin]);
  const llvm = `${stdout.trimEnd().replace(':     file format', ':\tfile format')}\n`;
  requireAllSymbols(Buffer.from(llvm), expectSymbols([plugin], 'dynamic', ['.rodata']));
  const marks = '__asm__("$x: .local $x\\n.LMARK: .local .LMARK\\n");';
  writeFileSync(join(dir, 'marks.c'), `${marks}\nint f(void) { return 1; }\n`);
  const file = join(dir, 'marks.o');
  await run('gcc', ['-Wa,--keep-locals', '-c', 'marks.c'], { cwd: dir });
  const text = (await run('objdump', ['-w', '-t', file])).stdout;
  assert.match(text, / \$x$/m);
  requireAllSymbols(Buffer.from(`${text}\n`), expectSymbols([file], 'static'));
  requireAllSymbols(Buffer.from(text.replace(/^.* (\$x|\.LMARK)\n/gm, '')), expectSymbols([file], 'static'));
});

test('build info: incomplete output of go is refused', async () => {
  assert.equal((await readBuildInfo(plugin, dir)).mainModule, 'example.com/plugin');
  for (const filter of [
    ...[10, 50, 90, 99].map((part) => `head -c $((size * ${String(part)} / 100)) "$out"`),
    'head -n 3 "$out"',
    ':',
    'echo garbage',
  ]) {
    await withProgram(wrapped('go', filter), () =>
      assert.rejects(
        readBuildInfo(plugin, dir),
        (error) =>
          error instanceof UserError &&
          /`go version -m` is incomplete: \d+ of \d+ lines about .*plugin\.so/.test(error.message),
        filter,
      ),
    );
  }
});

test('a truncated plugin, and one without section headers, is refused', async () => {
  const cut = join(dir, 'cut.so');
  cpSync(plugin, cut);
  truncateSync(cut, readFileSync(cut).length - 1000);
  await assert.rejects(
    new Binary(cut, dir).packageHashes(),
    (error) => error instanceof UserError && /cut\.so is cut off/.test(error.message),
  );
  const bare = join(dir, 'bare.so');
  const bytes = readFileSync(plugin);
  // e_shoff, e_shnum and e_shstrndx, as sstrip leaves them.
  bytes.fill(0, 40, 48).fill(0, 60, 64);
  writeFileSync(bare, bytes);
  await assert.rejects(new Binary(bare, dir).symbols(), /bare\.so has no section headers/);
  const { exitCode, stderr } = await runTool(['verify', bare]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /bare\.so has no section headers/);
});

test('commands with incomplete output of objdump: exit code 2, one sentence, no manifest, no plugin', async () => {
  const bin = wrapped('objdump', 'head -c $((size * 90 / 100)) "$out"');
  const env = { PATH: `${bin}:${path}` };
  const manifest = join(dir, 'cut.json');
  const commands = [
    ['verify', plugin],
    ['verify', plugin, '--host', loader],
    ['host', loader, '-o', manifest],
    ['build', sources, '-o', join(dir, 'out.so')],
    ...['c-shared', 'c-archive', 'exe'].map((mode) => [
      'build',
      sources,
      '--buildmode',
      mode,
      '-o',
      join(dir, `out-${mode}`),
    ]),
  ];
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await runTool(command, { env });
    assert.equal(exitCode, 2, command.join(' ') + stdout);
    assert.match(stderr, /^gorename-plugin: objdump.* of /);
    assert(stderr.trimEnd().split('\n').length <= 2, stderr);
  }
  assert(!existsSync(manifest));
});

test('a manifest that has lost some of its hashes is refused', async () => {
  const whole = toManifest(await readHost(loader, dir));
  const hashes = Object.entries(whole.packageHashes);
  const half = hashes.filter(([name], index) => ['runtime', 'plugin'].includes(name) || index % 2 === 0);
  const file = join(dir, 'half.json');
  writeFileSync(file, JSON.stringify({ ...whole, packageHashes: Object.fromEntries(half) }));
  const { exitCode, stderr } = await runTool(['verify', plugin, '--host', file]);
  assert.equal(exitCode, 2, stderr);
  const says = `half.json has ${String(half.length)} of ${String(hashes.length)} package hashes\n`;
  assert(stderr.includes(says), stderr);
});

test('a host without the hash of runtime or plugin, or with a hash of another length, is refused', async () => {
  const whole = toManifest(await readHost(loader, dir));
  const file = join(dir, 'host.json');
  const without = (name: string): HostManifest['packageHashes'] =>
    Object.fromEntries(Object.entries(whole.packageHashes).filter(([importPath]) => importPath !== name));
  const halves = Object.fromEntries(
    Object.entries(whole.packageHashes).map(([name, hash]) => [name, hash.slice(0, 8)]),
  );
  const cases: [HostManifest['packageHashes'], RegExp][] = [
    [{}, /host\.json has no hash for the package runtime/],
    [without('runtime'), /no hash for the package runtime/],
    [without('plugin'), /no hash for the package plugin/],
    [halves, /host\.json has a hash of the wrong length for the package /],
  ];
  for (const [packageHashes, says] of cases) {
    const packageCount = Object.keys(packageHashes).length;
    writeFileSync(file, JSON.stringify({ ...whole, packageHashes, packageCount }));
    for (const command of [
      ['verify', plugin],
      ['build', sources, '-o', join(dir, 'out.so')],
      ['probe', plugin],
    ]) {
      const { exitCode, stderr } = await runTool([...command, '--host', file]);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, says);
    }
  }
});
