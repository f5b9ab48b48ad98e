/** The messages that docs/troubleshooting.md is about, word for word: Go, glibc and libraries print them here. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, projectDir, tempDir } from '../../support/files.js';
import { buildHost, goBuild } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

/** The messages in headings, as patterns: `…` is any text. */
const messages = [
  ...readFileSync(join(projectDir, 'docs/troubleshooting.md'), 'utf8').matchAll(/^### (`.+)$/gm),
]
  .flatMap(([, heading = '']) => [...heading.matchAll(/(`+) ?(.+?) ?\1(?!`)/g)])
  .map(([, , message = '']) => message);

/** Messages that need another Go version, another C library or large modules; tests that print them are named. */
const ELSEWHERE = new Map([
  ['fatal error: runtime: plugin has empty pluginpath', 'test/unit/docs.test.ts'],
  ['plugin: new module data overlaps with previous moduledata', 'test/unit/docs.test.ts'],
  ['runtime: plugin has bad symbol table', 'test/unit/docs.test.ts'],
  ['could not find symbol … : …/plugin.so: undefined symbol: …', 'test/unit/docs.test.ts'],
  ['panic: duplicate metrics collector registration attempted', 'test/e2e/plugins/sharedState.test.ts'],
  ['panic: proto: file … is already registered', 'test/e2e/host/registrants.corpus.ts'],
  ['Error relocating …: symbol not found', 'test/e2e/host/matrix'],
  ['initial-exec TLS resolves to dynamic definition', 'test/e2e/host/matrix'],
]);

const dir = tempDir();
const MODULE = 'module example.com/messages\n\ngo 1.18\n';
const registering = (path: string, call: string): string =>
  `package main\n\nimport "${path}"\n\nfunc init() { ${call} }\n\nfunc main() {}\n`;
const PLUGINS: Record<string, string> = {
  answers: 'package main\n\nfunc Answer() string { return "" }\n\nfunc main() {}\n',
  // The host has this flag.
  flags: registering('flag', 'flag.String("symbol", "", "")'),
  vars: registering('expvar', 'expvar.NewInt("a"); expvar.NewInt("a")'),
  mux: registering(
    'net/http',
    'http.Handle("/", http.NotFoundHandler()); http.Handle("/", http.NotFoundHandler())',
  ),
  drivers:
    'package main\n\nimport (\n\t"database/sql"\n\t"database/sql/driver"\n)\n\ntype one struct{ driver.Driver }\n\n' +
    'func init() { sql.Register("a", one{}); sql.Register("a", one{}) }\n\nfunc main() {}\n',
};

let host: string;

setUp(async () => {
  host = await buildHost('hosts/loader');
});

/** What a host prints, on both streams, that opens files. */
async function said(files: string[], program = host, symbol = 'Answer', env = {}): Promise<string> {
  const { stdout, stderr } = await run(program, ['-symbol', symbol, ...files], { cwd: dir, env });
  // Errors are strings in JSON.
  return `${stdout}\n${stderr}`.replaceAll('\\"', '"');
}

async function plugin(name: string, flags: string[] = []): Promise<string> {
  const source = join(dir, name);
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'go.mod'), MODULE);
  writeFileSync(join(source, 'main.go'), PLUGINS[name] ?? '');
  return goBuild(source, join(dir, `${name}${flags.join('')}.so`), ['-buildmode=plugin', ...flags]);
}

/** A shared library that gcc makes of C. */
async function library(name: string, code: string, flags: string[] = []): Promise<string> {
  const file = join(dir, `${name}.so`);
  writeFileSync(join(dir, `${name}.c`), code);
  const { exitCode, stderr } = await run('gcc', ['-shared', '-fPIC', '-o', file, `${name}.c`, ...flags], {
    cwd: dir,
  });
  assert.equal(exitCode, 0, stderr);
  return file;
}

/** A library that needs another one, which `change` then changes. */
async function needing(
  name: string,
  flags: string[],
  change: (file: string) => Promise<unknown>,
): Promise<string> {
  const needed = await library(`lib${name}`, 'void needed(void) {}\n', flags);
  const file = await library(name, 'void needed(void);\nvoid f(void) { needed(); }\n', [
    `-L${dir}`,
    `-l${name}`,
    `-Wl,-rpath,${dir}`,
  ]);
  await change(needed);
  return file;
}

function fileOf(name: string, content: string | Buffer): string {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
}

const PROVOKED: Record<string, () => Promise<string>> = {
  'plugin was built with a different version of package github.com/…': async () => {
    const versions = join(dir, 'versions');
    mkdirSync(versions);
    for (const [name, version] of [
      ['loader', 'v1.11.0'],
      ['guest', 'v1.14.0'],
    ] as const) {
      const source = join(versions, name);
      mkdirSync(source);
      const main =
        name === 'guest'
          ? (PLUGINS['answers'] ?? '')
          : readFileSync(join(fixtureDir('hosts/loader'), 'main.go'), 'utf8');
      writeFileSync(join(source, 'main.go'), main);
      writeFileSync(join(source, 'gjson.go'), 'package main\n\nimport _ "github.com/tidwall/gjson"\n');
      writeFileSync(
        join(source, 'go.mod'),
        `module example.com/${name}\n\ngo 1.18\n\nrequire github.com/tidwall/gjson ${version}\n`,
      );
      const { exitCode, stderr } = await run('go', ['mod', 'tidy'], { cwd: source });
      assert.equal(exitCode, 0, stderr);
    }
    const program = await goBuild(join(versions, 'loader'), join(versions, 'program'));
    return said(
      [await goBuild(join(versions, 'guest'), join(versions, 'guest.so'), ['-buildmode=plugin'])],
      program,
    );
  },
  'plugin was built with a different version of package internal/goarch': async () => {
    const text = await said([await plugin('answers', ['-trimpath'])]);
    // Which package of the standard library comes first depends on the program.
    return text.replace(/(version of package )[a-z/]+/, '$1internal/goarch');
  },
  'plugin already loaded': async () => {
    const file = await plugin('answers');
    const copy = join(dir, 'copy.so');
    copyFileSync(file, copy);
    return said([file, copy]);
  },
  '… (previous failure)': async () => {
    const file = await plugin('answers', ['-trimpath']);
    return said([file, file]);
  },
  'plugin: not implemented': async () => {
    const without = await goBuild(fixtureDir('hosts/loader'), join(dir, 'without-cgo'), [], {
      CGO_ENABLED: '0',
    });
    return said([await plugin('answers')], without);
  },
  'realpath failed': () => said([join(dir, 'nothing.so')]),
  'plugin: symbol … not found in plugin …': async () => said([await plugin('answers')], host, 'Missing'),
  'fatal error: runtime: no plugin module data': async () => said([await library('plain', 'int x;\n')]),
  'panic: … flag redefined: …': async () => said([await plugin('flags')]),
  'panic: sql: Register called twice for driver …': async () => said([await plugin('drivers')]),
  // The host's go line chooses.
  'panic: http: multiple registrations for …': async () =>
    said([await plugin('mux')], host, 'Answer', { GODEBUG: 'httpmuxgo121=1' }),
  'panic: pattern … conflicts with pattern …': async () =>
    said([await plugin('mux')], host, 'Answer', { GODEBUG: 'httpmuxgo121=0' }),
  'panic: Reuse of exported var name: …': async () => said([await plugin('vars')]),
  'cannot open shared object file: No such file or directory': async () =>
    said([
      await needing('gone', [], (file) => {
        rmSync(file);
        return Promise.resolve();
      }),
    ]),
  "version `GLIBC_2.34' not found": async () => {
    const script = fileOf('versions.map', 'GLIBC_2.99 { global: needed; };\n');
    const file = await needing('future', [`-Wl,--version-script=${script}`], () =>
      library('libfuture', 'void needed(void) {}\n', [
        `-Wl,--version-script=${fileOf('old.map', 'GLIBC_2.2 { global: needed; };\n')}`,
      ]),
    );
    return (await said([file])).replaceAll('2.99', '2.34');
  },
  'invalid ELF header': () => said([fileOf('text.so', 'text '.repeat(1000))]),
  'undefined symbol: …': async () =>
    said([await library('undefined', 'void gone(void);\nvoid f(void) { gone(); }\n')]),
  'cannot allocate memory in static TLS block': async () =>
    said([
      await library('tls', '__thread char x[1 << 20];\nchar *f(void) { return x; }\n', [
        '-ftls-model=initial-exec',
      ]),
    ]),
  'wrong ELF class': async () => {
    const content = readFileSync(await library('class', 'int x;\n'));
    content[4] = 1;
    return said([fileOf('class32.so', content)]);
  },
  'file too short': () => said([fileOf('short.so', '')]),
};

for (const [message, provoke] of Object.entries(PROVOKED))
  test(`the page of messages has this one as it is printed: ${message}`, async () => {
    assert.ok(messages.includes(message), `no heading has ${message}`);
    const pattern = message.split('…').map((part) => part.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    assert.match(await provoke(), new RegExp(pattern.join('.*')));
  });

test('each message in a heading of that page is printed by a test', () => {
  // An assertion of the host, which it does not make: test/e2e/scenarios and README.md have it.
  const isPrinted = (message: string): boolean =>
    message in PROVOKED || ELSEWHERE.has(message) || message.startsWith('panic: interface conversion:');
  assert.deepEqual(
    messages.filter((message) => !isPrinted(message)),
    [],
  );
});
