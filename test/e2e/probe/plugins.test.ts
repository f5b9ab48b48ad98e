/** Real plugins in a process that only has the standard library. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { Log } from 'sarif';
import { copyFixture, fixtureDir, projectDir, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { sarifViolations } from '../../support/sarif.js';
import { setUp } from '../../support/setUp.js';
import { run, runTool, toolCommand } from '../../support/process.js';
import { buildPlugin, kindsOf, probe, statesOf } from './support.js';

let symbols: string;
setUp(async () => {
  symbols = await buildPlugin('symbols');
});

test('probe lists exported symbols with their types, and what the plugin prints', async () => {
  const { host, plugins, findings } = await probe([symbols]);
  assert.deepEqual([host, findings], [null, []]);
  const [plugin, ...others] = plugins;
  assert(plugin !== undefined && others.length === 0);
  assert.equal(plugin.file, symbols);
  assert.equal(plugin.outcome, 'loaded');
  assert.equal(plugin.printed, 'symbols: on standard output 1\nsymbols: on standard error\n');
  assert.deepEqual(plugin.stack, []);
  const none: object[] = [];
  assert.deepEqual(plugin.exports, [
    { symbol: 'Add', symbolKind: 'func', type: 'func(int, int) int', methods: none },
    { symbol: 'Count', symbolKind: 'var', type: 'int', methods: none },
    { symbol: 'Hook', symbolKind: 'var', type: 'func(string) bool', methods: none },
    {
      symbol: 'Instance',
      symbolKind: 'var',
      type: 'main.Server',
      methods: [
        { name: 'Add', type: 'func(...string) error' },
        { name: 'Names', type: 'func() []string' },
      ],
    },
    {
      symbol: 'Open',
      symbolKind: 'func',
      type: 'func(string, ...fs.FileMode) (io.ReadCloser, error)',
      methods: none,
    },
    { symbol: 'Output', symbolKind: 'var', type: 'io.Writer', methods: none },
    { symbol: 'Pairs', symbolKind: 'var', type: '[]main.Pair[string,*int]', methods: none },
    { symbol: 'Pointer', symbolKind: 'var', type: '*main.Server', methods: none },
    { symbol: 'Ähnlich', symbolKind: 'var', type: 'map[string]chan<- struct {}', methods: none },
  ]);
});

test('probe as text: symbols as Go declares them, and with -v what the plugin prints', async () => {
  const quiet = await runTool(['probe', 'symbols.so'], { cwd: join(symbols, '..') });
  const version = (await go(projectDir, ['env', 'GOVERSION'])).trim();
  assert.deepEqual(quiet, {
    exitCode: 0,
    stdout: `symbols.so: loads (${version})
    func Add(int, int) int
    var Count *int
    var Hook *func(string) bool
    var Instance *main.Server
        func (*main.Server) Add(...string) error
        func (*main.Server) Names() []string
    func Open(string, ...fs.FileMode) (io.ReadCloser, error)
    var Output *io.Writer
    var Pairs *[]main.Pair[string,*int]
    var Pointer **main.Server
    var Ähnlich *map[string]chan<- struct {}`,
    stderr: '',
  });
  const verbose = await runTool(['probe', '-v', symbols]);
  assert.equal(verbose.stderr, 'symbols: on standard output 1\nsymbols: on standard error');
});

test('probe reports a panic of an init function: its value, and the frames of the plugin', async () => {
  const document = await probe([await buildPlugin('panics')]);
  assert.deepEqual(statesOf(document), ['panicked']);
  const source = fixtureDir('probe/plugins/panics/main.go');
  const [plugin] = document.plugins;
  assert.deepEqual(
    plugin?.stack.map((line) => line.replace(/\(\{.*\}\)$| \+0x.*$/, '')),
    [
      'example.com/probed/panics.configure',
      `\t${source}:13`,
      'example.com/probed/panics.init.0()',
      `\t${source}:9`,
    ],
  );
  assert.equal(plugin.printed, 'panics: configuring\n');
  const [finding] = document.findings;
  assert.equal(finding?.kind, 'init-panic');
  assert.equal(finding['errorText'], 'cannot read missing.yaml: no such file');
});

test('probe shows original import paths for a panic in a renamed plugin, with the frames below the finding', async () => {
  const file = join(tempDir(), 'panics.so');
  const { exitCode, stderr } = await runTool(['build', fixtureDir('probe/plugins/panics'), '-o', file]);
  assert.equal(exitCode, 0, stderr);
  const told = await runTool(['probe', file]);
  assert.equal(told.exitCode, 1);
  assert.match(
    told.stderr,
    /^error\[[\w-]+\]: .*\n {4}why: .*\n {4}\S.*\n {4}example\.com\/probed\/panics\.configure\(.*\n {4}\texample\.com\/probed\/panics\/main\.go:13/,
  );
  assert.doesNotMatch(told.stderr, /\bt_\d/);
});

const deaths: [name: string, state: string, loading: boolean, cause: RegExp, frame?: RegExp][] = [
  ['exits', 'died', true, /^exit code 3: exits: no licence$/],
  ['leaves', 'died', true, /^exit code 0$/],
  ['logs', 'died', true, /^exit code 1: .* logs: no connection$/],
  ['killed', 'died', true, /^killed by SIGKILL$/],
  ['overflow', 'died', true, /fatal error: stack overflow$/, /overflow\.descend\(/],
  ['maps', 'died', true, /^exit code 2: fatal error: concurrent map (writes|.*)$/, /maps\.init\.0\.func1/],
  ['crashes', 'died', true, /^exit code 2: SIGSEGV: segmentation violation/, /crashes\._Cfunc_crash/],
  ['later', 'loaded', false, /^exit code 2: panic: later: lost$/, /later\.init\.0\.func1/],
];

for (const [name, state, loading, cause, frame] of deaths) {
  test(`probe reports the end of the process: ${name}`, async () => {
    const document = await probe([await buildPlugin(name)]);
    assert.deepEqual([statesOf(document), kindsOf(document)], [[state], ['fatal-error']]);
    const [finding] = document.findings;
    assert.equal(finding?.['loading'], loading);
    assert.match(String(finding['errorText']), cause);
    const top = document.plugins[0]?.stack[0];
    if (frame === undefined) assert.equal(top, undefined);
    else assert.match(top ?? '', frame);
  });
}

test('probe shows where an init function that never returns is waiting', async () => {
  const document = await probe([await buildPlugin('waits'), '--timeout', '1500ms']);
  assert.deepEqual([statesOf(document), kindsOf(document)], [['hung'], ['probe-timeout']]);
  assert.equal(document.findings[0]?.['seconds'], 1.5);
  assert.match(document.plugins[0]?.stack[0] ?? '', /^example\.com\/probed\/waits\.wait\(/);
});

test('probe of several plugins keeps their order, goes on after a panic, and stops at the end of the process', async () => {
  const files = [symbols, await buildPlugin('panics'), await buildPlugin('exits'), await buildPlugin('maps')];
  const document = await probe(files);
  assert.deepEqual(statesOf(document), ['loaded', 'panicked', 'died', 'not-reached']);
  assert.deepEqual(
    document.findings.map(({ kind, file }) => [kind, file]),
    [
      ['init-panic', files[1]],
      ['fatal-error', files[2]],
    ],
  );
  assert.deepEqual(
    document.plugins.map(({ printed }) => printed.split(':')[0]),
    ['symbols', 'panics', 'exits', ''],
  );
  assert.deepEqual(statesOf(await probe([...files].reverse())), [
    'died',
    'not-reached',
    'not-reached',
    'not-reached',
  ]);
});

test('probe of two builds of one plugin: the second is refused', async () => {
  const copy = copyFixture('probe/plugins');
  await writeFile(join(copy, 'symbols/more.go'), 'package main\n\nvar More int\n');
  const again = join(copy, 'again.so');
  await go(copy, ['build', '-buildmode=plugin', '-o', again, './symbols']);
  const document = await probe([symbols, again]);
  assert.deepEqual(statesOf(document), ['loaded', 'refused']);
  assert.match(String(document.findings[0]?.['errorText']), /: plugin already loaded$/);
});

test('probe opens a plugin that is named twice only once', async () => {
  const panics = await buildPlugin('panics');
  assert.deepEqual(statesOf(await probe([panics, join(panics, '../panics.so')])), ['panicked']);
});

test("probe's process has the plugin's standard library: -trimpath, tags, compiler flags, stripped", async () => {
  const dir = tempDir();
  for (const flags of [['-trimpath', '-ldflags=-s -w', '-tags=a,b'], ['-gcflags=all=-N -l']]) {
    const file = join(dir, 'p.so');
    await go(fixtureDir('probe/plugins'), ['build', '-buildmode=plugin', ...flags, '-o', file, './symbols']);
    // What the user has set is for their own builds.
    const document = await probe([file], {
      env: { GOFLAGS: '-tags=other -mod=vendor -race', GOWORK: '/nowhere' },
    });
    assert.deepEqual([statesOf(document), document.findings], [['loaded'], []], flags.join(' '));
    assert.equal(document.plugins[0]?.exports.length, 9);
  }
});

test('probe uses the GODEBUG defaults of the plugin, as panic(nil) shows', async () => {
  const copy = copyFixture('probe/plugins');
  const cause = async (): Promise<unknown> =>
    (await probe([await buildPlugin('nothing', [], copy)])).findings[0]?.['errorText'];
  assert.equal(await cause(), '<nil>');
  const goMod = readFileSync(join(copy, 'go.mod'), 'utf8');
  await writeFile(join(copy, 'go.mod'), goMod.replace('go 1.18', 'go 1.21'));
  assert.match(String(await cause()), /^panic called with nil argument/);
});

test('probe ends processes that a plugin has started', async () => {
  const { plugins } = await probe([await buildPlugin('starts'), '--timeout', '1s']);
  await assertGone(plugins[0]?.printed.split('\n')[0] ?? '');
});

test('probe ends its process after Ctrl-C, too, and leaves no files', async () => {
  const dir = tempDir();
  const [file, cache] = [join(dir, 'ids'), join(dir, 'cache')];
  const [program, ...first] = toolCommand;
  const tool = execa(program, [...first, 'probe', await buildPlugin('starts')], {
    env: { STARTS_FILE: file, GORENAME_PLUGIN_CACHE: cache },
    reject: false,
  });
  while (!existsSync(file)) await setTimeout(50);
  await setTimeout(100);
  const start = performance.now();
  tool.kill('SIGINT');
  assert.equal((await tool).signal, 'SIGINT');
  // Not only when its time is over.
  assert(performance.now() - start < 15_000);
  await assertGone(readFileSync(file, 'utf8'));
  // The executable keeps the source of the program that loads plugins.
  const kept = ['programs', 'used'];
  assert.deepEqual(
    (await readdir(cache)).filter((name) => !kept.includes(name)),
    [],
  );
});

/**
 * @param ids - process ids, separated by spaces.
 */
async function assertGone(ids: string): Promise<void> {
  const [parent, child, ...more] = ids.trim().split(' ').map(Number);
  assert(parent && child && more.length === 0, ids);
  // A killed process is there until it has been waited for.
  const states = await run('ps', ['-o', 'stat=', '-p', `${parent},${child}`]);
  assert.match(states.stdout, /^(Z\S*\s*)*$/);
}

test('probe refuses bad input', async () => {
  const dir = tempDir();
  await writeFile(join(dir, 'text.so'), 'text');
  const options = { cwd: dir };
  for (const [args, message] of [
    [[], /^gorename-plugin: missing argument: a built plugin\n/],
    [['missing.so'], /^gorename-plugin: .*missing\.so/],
    [['text.so'], /^gorename-plugin: .*text\.so/],
    [[symbols, '--timeout', '0'], /--timeout 0: invalid duration/],
    [[symbols, '--timeout', 'soon'], /--timeout soon: invalid duration/],
    [[symbols, '--timeout', '1441m'], /--timeout 1441m: invalid duration/],
    [[symbols, '--host-src', '.'], /--host-src requires --host/],
    [[symbols, '--host', 'missing'], /missing: no such file or directory/],
    [[symbols, '--host', 'text.so'], /text\.so is something else, not a host binary/],
    [[symbols, '--host', symbols], /symbols\.so is a plugin, not a host/],
    [[symbols, '--host', '.'], /contains no go\.mod/],
  ] as const) {
    const { exitCode, stdout, stderr } = await runTool(['probe', ...args], options);
    assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    assert.match(stderr, message);
  }
});

test('probe names a missing shared library that has to be installed', async () => {
  const [dir, libraries] = [tempDir(), tempDir()];
  await writeFile(join(libraries, 'gone.c'), 'int gone(void) { return 1; }\n');
  const library = join(libraries, 'libgone.so.1');
  const linked = await run('gcc', [
    '-shared',
    '-Wl,-soname,libgone.so.1',
    '-o',
    library,
    join(libraries, 'gone.c'),
  ]);
  assert.equal(linked.exitCode, 0, linked.stderr);
  await writeFile(join(dir, 'go.mod'), 'module example.com/needs\n\ngo 1.20\n');
  const source = `package main

// #cgo LDFLAGS: -L${libraries} -l:libgone.so.1
// int gone(void);
import "C"

func Answer() int { return int(C.gone()) }

func main() {}
`;
  await writeFile(join(dir, 'main.go'), source);
  await go(dir, ['build', '-buildmode=plugin', '-o', 'needs.so', '.']);
  await rm(library);
  const { findings } = await probe([join(dir, 'needs.so')]);
  assert.deepEqual(
    findings.map(({ kind, advice }) => [kind, advice]),
    [
      [
        'probe-refused',
        'Install libgone.so.1 here and on the system that the host runs on, or link its static archive (-l:libNAME.a).',
      ],
    ],
  );
});

test('probe --sarif writes its findings, GitHub shows them at the plugin, and the stack is below the finding', async () => {
  const file = await buildPlugin('panics');
  const cwd = join(file, '..');
  const { exitCode, stderr } = await runTool(['probe', 'panics.so', '--sarif', 'log.sarif'], {
    cwd,
    env: { GITHUB_ACTIONS: 'true' },
  });
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    /^error\[init-panic\]: .*\n {4}why: A host .*\n {4}The stack shows .*\n {4}\S.*\n[^]*^::error file=panics\.so,line=1,title=gorename-plugin%3A init-panic::/m,
  );
  const log = JSON.parse(readFileSync(join(cwd, 'log.sarif'), 'utf8')) as Log;
  assert.equal(sarifViolations(log), '');
  assert.deepEqual(
    log.runs[0]?.results?.map(({ ruleId }) => ruleId),
    ['init-panic'],
  );
});
