/**
 * The files of a release: made twice from clean clones, and each executable that can be run here builds the plugin of
 * README.md. `make release-check` runs this; it needs root and debootstrap.
 * RELEASE=DIR tests the release in that directory. DEBIAN_ROOT=DIR names a root that an earlier run has made.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { packageJson } from '../../scripts/program/project.js';
import { TARGETS } from '../../scripts/program/targets.js';
import { DASH, install, ReleaseServer, type Answers } from '../e2e/install/release.js';
import { copyFixture, fixtureDir, projectDir, tempDir } from '../support/files.js';
import { go } from '../support/go.js';
import { run, runTool } from '../support/process.js';
import { pathWith } from '../support/programs.js';
import { setUp } from '../support/setUp.js';
import { addArm64, copyLibraries, debianRoot, fetchMuslNode, must, type System } from './systems.js';

const given = process.env['RELEASE'];

/** A release, made from a clean clone of the last commit. */
async function makeRelease(name: string): Promise<string> {
  const clone = join(tempDir(), name);
  await must('git', ['clone', '--quiet', projectDir, clone]);
  await must('make', ['release'], clone);
  return join(clone, 'dist/release');
}

const release = setUp(() => (given === undefined ? makeRelease('clone') : Promise.resolve(given)));
const executable = (target: string): string =>
  join(release(), `${packageJson.name}_${packageJson.version}_${target}`);

const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test('two releases of one commit, made in different directories, are equal byte for byte', async (context) => {
  if (given !== undefined) {
    context.skip('RELEASE names one');
    return;
  }
  const second = await makeRelease('another-clone');
  assert.deepEqual(readdirSync(second), readdirSync(release()));
  for (const file of readdirSync(second))
    assert.equal(hash(join(second, file)), hash(join(release(), file)), file);
});

test('a release has an executable for each target, checksums of all files, licences, and a list of all parts', async () => {
  const names = readdirSync(release()).filter((name) => name.startsWith(packageJson.name));
  assert.deepEqual(names, TARGETS.map(({ name }) => basename(executable(name))).sort());
  await must('sha256sum', ['--check', '--strict', '--quiet', 'checksums.txt'], release());
  const listed = readFileSync(join(release(), 'checksums.txt'), 'utf8').match(/(?<= {2}).+/g);
  assert.deepEqual(
    listed,
    readdirSync(release()).filter((name) => name !== 'checksums.txt'),
  );
  const parts = JSON.parse(readFileSync(join(release(), 'sbom.cdx.json'), 'utf8')) as { bomFormat: string };
  assert.equal(parts.bomFormat, 'CycloneDX');
  assert.match(readFileSync(join(release(), 'THIRD-PARTY-NOTICES.txt'), 'utf8'), /JavaScriptCore.*LGPL/);
});

test('executables for linux are smaller than 120 MB, and than 50 MB with xz', async (context) => {
  for (const { name } of TARGETS) {
    const file = executable(name);
    const megabytes = statSync(file).size / 1e6;
    const packed = Number(await must('sh', ['-c', `xz -3 -T2 -c '${file}' | wc -c`])) / 1e6;
    context.diagnostic(`${name}: ${megabytes.toFixed(1)} MB, ${packed.toFixed(1)} MB with xz`);
    if (!name.startsWith('linux')) continue;
    assert.ok(megabytes < 120, name);
    assert.ok(packed < 50, name);
  }
});

test('install.sh of the release installs from a server', async () => {
  const names = ['checksums.txt', ...TARGETS.map(({ name }) => basename(executable(name)))];
  const answers: Answers = {};
  for (const name of names) answers[name] = (response) => response.end(readFileSync(join(release(), name)));
  const server = new ReleaseServer(answers);
  try {
    const to = tempDir();
    const { exitCode, stdout, stderr } = await install(
      DASH,
      ['--from', await server.start(), '--to', to],
      undefined,
      join(release(), 'install.sh'),
    );
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, new RegExp(`^installed \\S+ ${packageJson.version.replaceAll('.', '\\.')}$`, 'm'));
    assert.equal(hash(join(to, 'gorename-plugin')), hash(executable('linux_amd64')));
  } finally {
    server.stop();
  }
});

/** What README.md does, and a tree to compare. */
const SCRIPT = `set -eu
if command -v node; then echo 'there is a node'; exit 1; fi
gorename-plugin version --json > version.json
gorename-plugin doctor > doctor.txt
gorename-plugin rewrite ./plugin1 --out tree --prefix t_check
(cd golang && go build -o ../output/golang .)
gorename-plugin build ./plugin1 -o plugin1/output/plugin.so
output/golang plugin1/output/plugin.so > answer.txt
gorename-plugin verify plugin1/output/plugin.so > verified.txt
`;

/** What Node writes. */
const expected = setUp(async () => {
  const systems = join(copyFixture('systems/plugin1'), '..');
  const { exitCode, stderr } = await runTool(
    ['rewrite', './plugin1', '--out', 'tree', '--prefix', 't_check'],
    { cwd: systems },
  );
  assert.equal(exitCode, 0, stderr);
  return join(systems, 'tree');
});

/** Modules as a proxy has them, for systems without a network. */
const modules = setUp(async () => {
  const proxy = tempDir();
  const downloads = join(await go(projectDir, ['env', 'GOMODCACHE']), 'cache/download');
  for (const dir of ['plugin1', 'golang']) await go(fixtureDir(`systems/${dir}`), ['mod', 'download']);
  cpSync(join(downloads, 'github.com/tidwall'), join(proxy, 'github.com/tidwall'), { recursive: true });
  return proxy;
});

/** Runs the script, and reads what it has written. */
async function check(system: System, target: string, env: Record<string, string>): Promise<void> {
  for (const name of ['plugin1', 'golang']) {
    rmSync(join(system.dir, name), { recursive: true, force: true });
    cpSync(fixtureDir(`systems/${name}`), join(system.dir, name), { recursive: true });
  }
  for (const name of ['tree', 'output', 'proxy'])
    rmSync(join(system.dir, name), { recursive: true, force: true });
  mkdirSync(join(system.dir, 'output'));
  cpSync(modules(), join(system.dir, 'proxy'), { recursive: true });
  const { exitCode, stdout, stderr } = await system.shell(SCRIPT, {
    GOPROXY: `file://${system.named}/proxy`,
    GOFLAGS: '-modcacherw',
    GOMODCACHE: `${system.named}/output/modules`,
    GORENAME_PLUGIN_CACHE: `${system.named}/output/cache`,
    ...env,
  });
  const read = (name: string): string => {
    const file = join(system.dir, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  assert.equal(exitCode, 0, `${stdout}\n${stderr}\n${read('doctor.txt')}`);
  const { program } = JSON.parse(read('version.json')) as { program: { target: string; runtime: string } };
  assert.equal(program.target, target);
  assert.match(program.runtime, /^Bun /);
  assert.match(read('doctor.txt'), /^ok +Go parser +tree-sitter$/m);
  assert.equal(read('answer.txt'), 'true\n');
  for (const name of ['gjson@v1.14.0', 'match@v1.1.1', 'pretty@v1.2.0'])
    assert.match(read('verified.txt'), new RegExp(`^ {4}github\\.com/tidwall/${name} -> t_`, 'm'));
  // These contain flags of go, or a hash of the program.
  const other = ['.gorename-plugin.json', 'gorename-plugin.mk', 'go.mod'].flatMap((name) => [
    '--exclude',
    name,
  ]);
  const { stdout: different } = await run('diff', [
    '-r',
    '--brief',
    ...other,
    expected(),
    join(system.dir, 'tree'),
  ]);
  assert.equal(different, '');
}

test('linux_amd64 builds a plugin that loads, without node in PATH', async () => {
  const bin = tempDir();
  cpSync(executable('linux_amd64'), join(bin, 'gorename-plugin'));
  const dir = tempDir();
  const path = `${bin}:${pathWith('go', 'gcc', 'as', 'ld', 'objdump', 'ar', 'sh')}`;
  const shell: System['shell'] = (script, env = {}) =>
    run('/bin/sh', ['-c', script], { cwd: dir, env: { ...env, PATH: path } });
  await check({ dir, named: dir, shell }, 'linux_amd64', {});
});

const debian = setUp(debianRoot);

test('linux_amd64 builds a plugin that loads, in a minimal Debian without Node and without a network', async () => {
  cpSync(executable('linux_amd64'), join(debian().root, 'usr/local/bin/gorename-plugin'));
  await check(debian(), 'linux_amd64', {});
});

test('linux_amd64_musl builds a plugin that a host linked with musl loads', async () => {
  const { root } = debian();
  copyLibraries(await fetchMuslNode('x86_64'), join(root, 'usr/lib/x86_64-linux-musl'));
  cpSync(executable('linux_amd64_musl'), join(root, 'usr/local/bin/gorename-plugin'));
  await check(debian(), 'linux_amd64_musl', { CC: 'musl-gcc' });
});

const arm64 = setUp(() => addArm64(debian()));

for (const target of ['linux_arm64', 'linux_arm64_musl']) {
  test(`${target} builds a plugin that loads, on an emulated processor (what it starts is not emulated)`, async () => {
    const { root } = debian();
    const bin = join(root, 'usr/local/bin');
    if (target.endsWith('musl'))
      copyLibraries(await fetchMuslNode('aarch64'), join(root, arm64(), 'usr/lib/aarch64-linux-musl'));
    cpSync(executable(target), join(bin, target));
    const program = `#!/bin/sh\nexec qemu-aarch64 -L ${arm64()} /usr/local/bin/${target} "$@"\n`;
    rmSync(join(bin, 'gorename-plugin'), { force: true });
    writeFileSync(join(bin, 'gorename-plugin'), program, { mode: 0o755 });
    await check(debian(), target, {});
  });
}
