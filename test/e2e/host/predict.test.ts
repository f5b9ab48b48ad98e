/** What verify predicts of plugin.Open, and what plugin.Open does: a case for each cause that is cheap to make. */
import assert from 'node:assert/strict';
import { cp, copyFile, link, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixtureDir, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { setUpProxy } from '../../support/moduleProxy.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { ProgramBuilder, type Program } from './matrix/programs.js';
import type { Setting } from './matrix/settings.js';
import { causesOf, findingOf, predict, predictAndOpen } from './predictions.js';

const env = setUpProxy(fixtureDir('host/matrix/modules'));
Object.assign(process.env, env);
const builder = new ProgramBuilder(env);
const [base, mid, side, extra] = ['base', 'mid', 'side', 'extra'].map((name) => `example.com/${name}`) as [
  string,
  string,
  string,
  string,
];
let host: string;
setUp(async () => {
  host = await builder.host({ imports: [mid, side] });
});
const plugin = (program: Program): Promise<string> => builder.plugin(program);

test('verify --host predicts that a plugin with equal packages loads, stripped or not', async () => {
  const stripped: Setting = { name: 'strip', finish: ['strip'] };
  const same = [
    await plugin({ imports: [mid] }),
    await plugin({ imports: [mid], setting: stripped, path: 'p' }),
  ];
  for (const by of [host, await builder.host({ imports: [mid, side], setting: stripped })]) {
    const predictions = await predictAndOpen(by, same);
    assert.deepEqual(
      predictions.map(({ verdict, findings }) => [verdict, findings]),
      [
        ['loads', []],
        ['loads', []],
      ],
    );
  }
});

test('verify --host names all packages of a module with another version, both versions, and the importers', async () => {
  const file = await plugin({ imports: [mid, side], versions: { base: 'v1.1.0' } });
  const [prediction] = await predictAndOpen(host, [file]);
  assert.deepEqual(causesOf(prediction), [`version: ${base}`, `import: ${mid}`]);
  assert.deepEqual(prediction?.findings[0], {
    kind: 'packages-differ',
    cause: 'version',
    packages: [{ importPath: base, module: base, ownerValue: 'v1.0.0', pluginValue: 'v1.1.0' }],
    unrecorded: [],
    owner: host,
    ownerKind: 'host',
  });

  const fork = { name: 'fork', goMod: ['replace example.com/base => example.com/fork v1.0.0'] };
  const [forked] = await predictAndOpen(host, [await plugin({ imports: [base], setting: fork })]);
  const [different] = findingOf(forked, 'packages-differ').packages;
  assert.deepEqual(different, {
    importPath: base,
    module: base,
    ownerValue: 'v1.0.0',
    pluginValue: 'example.com/fork v1.0.0',
  });
});

test('verify --host reports a module from another location: a directory, a vendor directory, another module cache', async () => {
  const copy = join(tempDir(), 'base');
  await cp(fixtureDir('host/matrix/modules/example.com/base@v1.0.0'), copy, { recursive: true });
  const local = { name: 'directory', goMod: [`replace example.com/base => ${copy}`] };
  const [source] = await predictAndOpen(host, [await plugin({ imports: [base], setting: local })]);
  assert.deepEqual(causesOf(source), [`source: ${base}`]);
  const [package_] = findingOf(source, 'packages-differ').packages;
  assert.equal(package_?.pluginValue, copy);
  assert.match(package_.ownerValue, /\/example\.com\/base@v1\.0\.0$/);

  const vendored = await plugin({ imports: [base], setting: { name: 'vendor', vendor: true } });
  const [vendor] = await predictAndOpen(host, [vendored]);
  assert.deepEqual(causesOf(vendor), [`directory: ${base}`]);
  assert.match(
    findingOf(vendor, 'packages-differ').packages[0]?.pluginValue ?? '',
    /\/vendor\/example\.com\/base$/,
  );

  const cache = { name: 'other module cache', env: { GOMODCACHE: tempDir() } };
  const [elsewhere] = await predictAndOpen(host, [await plugin({ imports: [base], setting: cache })]);
  assert.deepEqual(causesOf(elsewhere), [`directory: ${base}`]);
});

test('verify --host explains differing packages by -trimpath on one side', async () => {
  const trimpath = { name: '-trimpath', flags: ['-trimpath'] };
  const trimmedHost = await builder.host({ imports: [mid, side], setting: trimpath });
  const trimmed = await plugin({ imports: [base], setting: trimpath });
  for (const [by, file, loaded, ours] of [
    [trimmedHost, await plugin({ imports: [base] }), 'true', ''],
    [host, trimmed, '', 'true'],
  ] as const) {
    const [prediction] = await predictAndOpen(by, [file]);
    const finding = findingOf(prediction, 'settings-differ');
    assert.deepEqual(finding.settings, [{ setting: '-trimpath', ownerValue: loaded, pluginValue: ours }]);
    assert(finding.importPaths.includes('runtime') && finding.importPaths.includes(base));
    assert.equal(finding.standard, finding.importPaths.length - 1);
    assert.equal(prediction?.findings.length, 1);
  }
  const [both] = await predictAndOpen(trimmedHost, [trimmed]);
  assert.equal(both?.verdict, 'loads');

  const other = await plugin({ imports: [base], versions: { base: 'v1.1.0' } });
  assert.deepEqual(causesOf((await predictAndOpen(trimmedHost, [other]))[0]), [
    `version: ${base}`,
    'settings: -trimpath',
  ]);
});

test('verify --host names per-module flags on one side, unless they affect nothing shared', async () => {
  const cases: [flags: string[], packages: string[]][] = [
    [['-tags=feature'], [base]],
    [['-gcflags=example.com/...=-l'], [base, mid]],
    [['-gcflags=-N -l'], []],
    [['-tags=nobody'], []],
    [['-ldflags=-s -w'], []],
  ];
  for (const [flags, packages] of cases) {
    const setting = { name: flags.join(' '), flags };
    const [prediction] = await predictAndOpen(host, [await plugin({ imports: [mid], setting })]);
    assert.deepEqual(prediction?.differing, packages, setting.name);
    if (packages.length === 0) continue;
    const [name = ''] = flags[0]?.split('=') ?? [];
    assert.deepEqual(
      findingOf(prediction, 'settings-differ').settings.map((one) => one.setting),
      [name],
    );
  }
});

test('verify --host without build info decides by hashes, and reports what it cannot know', async () => {
  const setting = {
    name: 'no build info',
    finish: ['objcopy', '--remove-section', '.go.buildinfo'] as [string, string, string],
  };
  const silent = await builder.host({ imports: [mid, side], setting });
  const [good] = await predictAndOpen(silent, [await plugin({ imports: [mid] })]);
  assert.equal(good?.verdict, 'loads');
  const other = await plugin({ imports: [mid], versions: { base: 'v1.1.0' } });
  const [refused] = await predictAndOpen(silent, [other]);
  assert.deepEqual(causesOf(refused), [`unknown: ${base}, ${mid}`]);
  const { packages, unrecorded: missing } = findingOf(refused, 'packages-differ');
  assert.deepEqual(packages[0], { importPath: base, module: base, ownerValue: '', pluginValue: 'v1.1.0' });
  assert.deepEqual(missing, ['the loaded file records no build settings']);

  const nameless = await plugin({ imports: [mid], setting });
  const twice = await predictAndOpen(host, [nameless, await plugin({ imports: [mid], copy: 1 })]);
  assert.equal(findingOf(twice[1], 'plugin-already-loaded').cause, 'path');
});

test('verify --host of several plugins: the first one with a package provides it to all later ones, even when refused', async () => {
  const one = await plugin({ imports: [extra], path: 'one' });
  const two = await plugin({ imports: [extra], versions: { extra: 'v1.1.0' }, path: 'two' });
  const bad = await plugin({ imports: [base, extra], versions: { base: 'v1.1.0' }, path: 'bad' });
  const [, second] = await predictAndOpen(host, [one, two]);
  assert.deepEqual(causesOf(second), [`version: ${extra}`]);
  const { owner, ownerKind } = findingOf(second, 'packages-differ');
  assert.deepEqual([owner, ownerKind], [one, 'plugin']);
  const [, , third] = await predictAndOpen(host, [two, bad, one]);
  assert.equal(findingOf(third, 'packages-differ').owner, two);

  const [, shares] = await predictAndOpen(host, [bad, one]);
  assert.equal(shares?.verdict, 'loads');
  const { importPaths, owner: refused } = findingOf(shares, 'depends-on-refused');
  assert.deepEqual([importPaths, refused], [[extra], bad]);
  assert.deepEqual((await predictAndOpen(host, [one, bad]))[0]?.findings, []);
});

test('verify --host: a plugin path, and a file, is loaded only once', async () => {
  const file = await plugin({ imports: [side] });
  const dir = tempDir();
  const [copied, symbolic, hard] = [join(dir, 'copy.so'), join(dir, 'symbolic.so'), join(dir, 'hard.so')];
  await copyFile(file, copied);
  await symlink(file, symbolic);
  await link(copied, hard);
  const again = await plugin({ imports: [side], copy: 1 });
  const reasons = async (files: string[]): Promise<(string | undefined)[]> =>
    (await predictAndOpen(host, files)).map(({ findings }) =>
      findings.flatMap((finding) => (finding.kind === 'plugin-already-loaded' ? [finding.cause] : [])).join(),
    );
  assert.deepEqual(await reasons([file, file, symbolic, again, copied]), ['', '', '', 'path', 'path']);
  assert.deepEqual(await reasons([copied, hard]), ['', 'file']);

  const bad = await plugin({ imports: [base], versions: { base: 'v1.1.0' }, path: 'bad' });
  assert.deepEqual(await reasons([bad, bad, file]), ['', 'refused', '']);
  const linked = join(dir, 'bad.so');
  const badCopy = join(dir, 'bad-copy.so');
  await copyFile(bad, badCopy);
  await link(badCopy, linked);
  const died = await predictAndOpen(host, [badCopy, linked, file]);
  assert.deepEqual(
    died.map(({ verdict }) => verdict),
    ['refused', 'crashes', 'not-reached'],
  );
});

test('verify --host of plugins built from files, and of a module called main', async () => {
  const dir = tempDir();
  await writeFile(
    join(dir, 'main.go'),
    'package main\n\nfunc Answer() string { return "unnamed" }\n\nfunc main() {}\n',
  );
  const unnamed = join(dir, 'unnamed.so');
  assert.equal(
    (await run('go', ['build', '-buildmode=plugin', '-o', unnamed, 'main.go'], { cwd: dir })).exitCode,
    0,
  );
  await writeFile(join(dir, 'go.mod'), 'module main\n\ngo 1.18\n');
  const main = await goBuild(dir, join(dir, 'main.so'), ['-buildmode=plugin']);
  const [first, second] = await predictAndOpen(host, [unnamed, main]);
  assert.equal(first?.verdict, 'loads');
  assert.deepEqual(second?.differing, ['main']);
});

test('verify --host predicts that a host which cannot load plugins loads none', async () => {
  const file = await plugin({ imports: [side] });
  for (const setting of [
    { name: 'CGO_ENABLED=0', env: { CGO_ENABLED: '0' } },
    { name: 'static', flags: ['-ldflags=-linkmode=external -extldflags=-static'] },
    { name: 'internal linking', flags: ['-ldflags=-linkmode=internal'] },
  ]) {
    const loadsNone = await builder.host({ imports: [], setting });
    const [prediction] = await predict(loadsNone, [file]);
    assert.equal(findingOf(prediction, 'host-cannot-load-plugins').host, loadsNone);
    const { stdout } = await run(loadsNone, [file]);
    assert.doesNotMatch(stdout, /^ok/, setting.name);
  }
});

test('verify --host checks the dynamic linker: another machine, a newer glibc, libraries, C symbols', async () => {
  const file = await plugin({ imports: [side] });
  const arm = join(tempDir(), 'arm.so');
  const bytes = await readFile(file);
  bytes.writeUInt16LE(183, 18); // e_machine: EM_AARCH64
  await writeFile(arm, bytes);
  // Its build info still says amd64: the dynamic linker looks at the header.
  const [machine] = await predictAndOpen(host, [arm]);
  assert.deepEqual(findingOf(machine, 'platform-differs'), {
    kind: 'platform-differs',
    hostPlatform: 'linux/amd64',
    pluginPlatform: 'linux/arm64',
  });

  const [none, some, none2] = await Promise.all(
    ['2.2.4', '99.1', undefined].map((glibc) => predict(host, [file], glibc)),
  );
  assert.equal(none?.[0]?.verdict, 'refused');
  assert.deepEqual([some?.[0]?.findings, none2?.[0]?.findings], [[], []]);

  const dir = tempDir();
  await writeFile(join(dir, 'gone.c'), 'int gone(void) { return 1; }\n');
  const script = join(dir, 'versions');
  await writeFile(script, 'GLIBC_2.99 { global: gone; };\n');
  for (const [name, soname, flags] of [
    ['gone', 'libgone.so', []],
    ['future', 'libc.so.6', [`-Wl,--version-script=${script}`]],
  ] as const) {
    const library = join(dir, `lib${name}.so`);
    const args = ['-shared', '-o', library, `-Wl,-soname,${soname}`, ...flags, join(dir, 'gone.c')];
    assert.equal((await run('gcc', args)).exitCode, 0);
  }
  const gone = await plugin({ imports: [side], path: 'gone', setting: await callOf('gone', dir) });
  assert.deepEqual(findingOf((await predict(host, [gone]))[0], 'library-not-in-host').sonames, [
    'libgone.so',
  ]);
  const future = await plugin({ imports: [side], path: 'future', setting: await callOf('future', dir) });
  const { pluginGlibc } = findingOf((await predict(host, [future]))[0], 'glibc-newer-than-host');
  assert.equal(pluginGlibc, '2.99');
  const [tooNew] = await predictAndOpen(host, [future, file], '2.98');
  assert.deepEqual(tooNew?.findings, [
    { kind: 'glibc-too-new', pluginGlibc: '2.99', availableGlibc: '2.98' },
  ]);

  const [first, second] = await Promise.all(['first', 'second'].map((path) => makeCPlugin(path)));
  assert.deepEqual(await predictAndOpen(host, [first ?? '']).then(([one]) => one?.findings), []);
  const [, shared] = await predictAndOpen(host, [first ?? '', second ?? '']);
  const { cSymbols, owner } = findingOf(shared, 'c-symbol-shared');
  assert.deepEqual([cSymbols, owner], [['call_hidden', 'count_up', 'counter'], first]);
});

test('verify --host with go.mod alone compares versions, and reports that', async () => {
  const dir = await copyHostSources();
  const [same] = await predict(dir, [await plugin({ imports: [mid] })]);
  assert.equal(same?.verdict, 'unknown');
  assert.equal(findingOf(same, 'versions-only').host, dir);
  const [other] = await predict(dir, [await plugin({ imports: [mid, side], versions: { base: 'v1.1.0' } })]);
  assert.equal(other?.verdict, 'refused');
  assert.deepEqual(findingOf(other, 'packages-differ').packages, [
    { importPath: base, module: base, ownerValue: 'v1.0.0', pluginValue: 'v1.1.0' },
  ]);
});

test('verify --host: a renamed plugin loads if the plain one is refused, and findings name original import paths', async () => {
  const program = { imports: [mid], versions: { base: 'v1.1.0' } };
  const renamed = await plugin({ ...program, renamed: [] });
  const [good] = await predictAndOpen(host, [renamed]);
  assert.deepEqual([good?.verdict, good?.findings], ['loads', []]);
  const fixed = ['--prefix', 't_1'];
  const one = await plugin({ ...program, renamed: fixed, path: 'one' });
  const two = await plugin({ imports: [mid], renamed: fixed, path: 'two' });
  const [, refused] = await predictAndOpen(host, [one, two]);
  // With one prefix, but compiled in separate trees.
  assert.deepEqual(causesOf(refused), [`version: ${base}`, `directory: ${mid}`]);
  assert.deepEqual(refused?.differing.includes('t_1/example.com/base'), true);
});

/** A main package with one more file, which calls a function of `lib<name>.so` in `dir`. */
async function callOf(name: string, dir: string): Promise<Setting> {
  const caller = join(dir, `${name}.go`);
  const directives = `// #cgo LDFLAGS: -L${dir} -l${name}\n// int gone(void);\n`;
  await writeFile(caller, `package main\n\n${directives}import "C"\n\nvar _ = C.gone()\n`);
  return { name, files: { 'caller.go': caller } };
}

/** A plugin whose main package defines a C function and a C variable that others can see. */
async function makeCPlugin(path: string): Promise<string> {
  const dir = tempDir();
  await writeFile(join(dir, 'go.mod'), `module example.com/${path}\n\ngo 1.18\n`);
  const code =
    'int counter = 0;\nint count_up(void) { return ++counter; }\nstatic int hidden(void) { return 1; }\n';
  await writeFile(join(dir, 'count.c'), `${code}int call_hidden(void) { return hidden(); }\n`);
  const calls =
    'package main\n\n// int count_up(void);\nimport "C"\n\nfunc Answer() string { return string(rune(48 + C.count_up())) }\n';
  await writeFile(join(dir, 'main.go'), `${calls}\nfunc main() {}\n`);
  return goBuild(dir, join(dir, `${path}.so`), ['-buildmode=plugin']);
}

/** The sources of the host, with go.mod and go.sum. */
async function copyHostSources(): Promise<string> {
  const dir = tempDir();
  await cp(fixtureDir('hosts/loader/main.go'), join(dir, 'main.go'));
  await writeFile(join(dir, 'imports.go'), `package main\n\nimport _ "${mid}"\n\nimport _ "${side}"\n`);
  const requires = [base, mid, side].map((path) => `require ${path} v1.0.0\n`).join('');
  await writeFile(join(dir, 'go.mod'), `module example.com/host\n\ngo 1.18\n\n${requires}`);
  await go(dir, ['mod', 'tidy'], env);
  return dir;
}
