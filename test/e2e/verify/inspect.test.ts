import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { versionOf } from '../../../src/names/moduleVersion.js';
import { moduleOf } from '../../../src/base/recordedModules.js';
import { parseBuildInfo, readBuildInfo } from '../../../src/binary/buildInfo.js';
import { inspectPlugin, type Inspection } from '../../../src/binary/inspectPlugin.js';
import { copyFixture, tempDir } from '../../support/files.js';
import { go, goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const dir = tempDir();
const renamed = join(dir, 'renamed.so');
const plain = join(dir, 'plain.so');
let goVersion: string;
let source: string;

setUp(async () => {
  source = copyFixture('systems/plugin2');
  writeFileSync(
    join(source, 'more.go'),
    'package main\n\nvar Ähnlich, intern = 1, 2\n\nvar Text = "text"\n\nvar Zahl int\n\nvar Zeiger *int\n\nfunc Generic[T any](x T) T { return x }\n\nvar _ = Generic(intern)\n',
  );
  goVersion = (await go(source, ['env', 'GOVERSION'])).trim();
  await goBuild(source, plain, ['-buildmode=plugin']);
  const { exitCode, stderr } = await runTool(['build', source, '-o', renamed, '--', '-ldflags=-s -w']);
  assert.equal(exitCode, 0, stderr);
});

const EXPORTS = [
  { name: 'GetJsonPath', kind: 'func' },
  { name: 'GetJsonRow', kind: 'func' },
  // One in each of the sections that contain variables.
  { name: 'Text', kind: 'var' },
  { name: 'Zahl', kind: 'var' },
  { name: 'Zeiger', kind: 'var' },
  { name: 'Ähnlich', kind: 'var' },
];

/** `module@version path -> path in the file`, of all packages outside the standard library. */
function thirdParty({ packages }: Inspection): string[] {
  return packages
    .filter(({ module }) => module !== undefined)
    .map(({ module, version, original, importPath }) => `${module}@${version} ${original} -> ${importPath}`);
}

test('verify of a renamed plugin without a symbol table shows both paths and the original version of every package', async () => {
  const inspection = await inspectPlugin(renamed, dir);
  const [own, prefix] = /^((t_\d+_[0-9a-f]{8})_[0-9a-f]{8})\//.exec(inspection.pluginPath)?.slice(1) ?? [];
  assert(own && prefix);
  assert.match(inspection.pluginPath, /\/example\.com\/plugin2\/m_[0-9a-f]{8}$/);
  assert.equal(inspection.file, renamed);
  assert.equal(inspection.goVersion, goVersion);
  assert.equal(inspection.prefix, prefix);
  assert.deepEqual(inspection.exports, EXPORTS);
  const gjson = ['gjson@v1.14.0', 'match@v1.1.1', 'pretty@v1.2.0'].map((name) => {
    const path = `github.com/tidwall/${name.replace(/@.*/, '')}`;
    return `github.com/tidwall/${name} ${path} -> ${prefix}/${path}`;
  });
  assert.deepEqual(thirdParty(inspection), [
    `example.com/plugin2@undefined example.com/plugin2 -> ${inspection.pluginPath}`,
    ...gjson,
  ]);
  const standard = inspection.packages.filter(({ module }) => module === undefined);
  assert(standard.length > 20);
  for (const { original, importPath, version, hash } of standard) {
    assert.equal(original, importPath);
    assert.equal(version, undefined);
    assert.match(hash, /^[0-9a-f]{16}$/);
  }
});

test('verify of a plain plugin shows one path for each package, and the same standard library', async () => {
  const [inspection, other] = [await inspectPlugin(plain, dir), await inspectPlugin(renamed, dir)];
  assert.equal(inspection.pluginPath, 'example.com/plugin2');
  assert.equal(inspection.prefix, undefined);
  assert.deepEqual(inspection.exports, EXPORTS);
  assert(
    thirdParty(inspection).includes(
      'github.com/tidwall/gjson@v1.14.0 github.com/tidwall/gjson -> github.com/tidwall/gjson',
    ),
  );
  const standard = ({ packages }: Inspection): unknown =>
    packages.filter(({ module }) => module === undefined);
  assert.deepEqual(standard(inspection), standard(other));
});

test('verify of a stripped plugin shows the same as of the plugin', async () => {
  const stripped = join(dir, 'stripped.so');
  copyFileSync(plain, stripped);
  await run('strip', [stripped]);
  assert.deepEqual({ ...(await inspectPlugin(stripped, dir)), file: plain }, await inspectPlugin(plain, dir));
});

test('verify of a plugin built from files shows a plugin path that is not in the build info', async () => {
  const file = join(dir, 'listed.so');
  writeFileSync(
    join(dir, 'listed.go'),
    'package main\n\nfunc Answer() string { return "" }\n\nfunc main() {}\n',
  );
  await go(dir, ['build', '-buildmode=plugin', '-o', file, 'listed.go']);
  const { pluginPath, exports } = await inspectPlugin(file, dir);
  assert.match(pluginPath, /^plugin\/unnamed-[0-9a-f]{40}$/);
  assert.deepEqual(exports, [{ name: 'Answer', kind: 'func' }]);
});

test('verify refuses a program that cannot load plugins', async () => {
  const program = join(dir, 'program');
  writeFileSync(join(dir, 'program.go'), 'package main\n\nfunc main() {}\n');
  await go(dir, ['build', '-o', program, 'program.go']);
  await assert.rejects(
    inspectPlugin(program, dir),
    (error) =>
      error instanceof UserError &&
      /program is not a Go plugin: it records no package hashes/.test(error.message),
  );
});

test('build info is read as the go command prints it', async () => {
  const info = await readBuildInfo(plain, dir);
  assert.equal(info.goVersion, goVersion);
  assert.equal(info.path, 'example.com/plugin2');
  const gjson = info.modules.get('github.com/tidwall/gjson');
  assert.equal(gjson?.version, 'v1.14.0');
  assert.match(gjson.sum ?? '', /^h1:/);
  assert.equal(info.mainModule, 'example.com/plugin2');
  assert.equal(info.modules.get('example.com/plugin2')?.version, undefined);
  assert.equal(info.settings.get('-buildmode'), 'plugin');

  const { goVersion: none, modules } = await readBuildInfo(join(dir, 'program.go'), dir);
  assert.equal(none, '');
  assert.equal(modules.size, 0);
});

test('build info of a replaced module has the version of the replacement', () => {
  const text = [
    '/a: b/x.so: go1.26.8',
    '\tpath\texample.com/p',
    '\tmod\texample.com/p\tv0.0.0-20240102030405-0123456789ab+dirty\t',
    '\tdep\tdep.org/fork\tv1.0.0',
    '\t=>\tdep.org/forked\tv1.2.0\th1:abc=',
    '\tdep\tdep.org/local\tv1.0.0',
    '\t=>\t../local\t(devel)\t',
    '\tdep\tt_1/gopkg.in/yaml.v3\tv0.0.0',
    '\t=>\t/cache/modules/t_1/gopkg.in/yaml.v3@v3.0.1\t(devel)\t',
    '\tdep\tdep.org/plain\tv0.0.0-20240102030405-0123456789ab\th1:x=',
    '\tbuild\t-ldflags="-X a=b \\"c\\""',
    '\tbuild\t-gcflags=`-d "x"`',
    '\tbuild\tvcs=git',
    '',
  ].join('\n');
  const { modules, ...others } = parseBuildInfo(text, '/a: b/x.so');
  assert.deepEqual(others, {
    goVersion: 'go1.26.8',
    path: 'example.com/p',
    mainModule: 'example.com/p',
    copies: new Map(),
    settings: new Map([
      ['-ldflags', '-X a=b "c"'],
      ['-gcflags', '-d "x"'],
      ['vcs', 'git'],
    ]),
  });
  assert.deepEqual(
    [...modules].map(([path, module]) => [path, versionOf(module)]),
    [
      ['example.com/p', undefined],
      ['dep.org/fork', 'v1.2.0'],
      ['dep.org/local', undefined],
      ['t_1/gopkg.in/yaml.v3', 'v3.0.1'],
      ['dep.org/plain', 'v0.0.0-20240102030405-0123456789ab'],
    ],
  );
  assert.deepEqual(modules.get('dep.org/fork'), {
    path: 'dep.org/fork',
    version: 'v1.0.0',
    sum: undefined,
    replace: { path: 'dep.org/forked', version: 'v1.2.0', sum: 'h1:abc=' },
  });
});

test('a package belongs to the module with the longest matching path, compared by path elements', () => {
  const paths = ['golang.org/x', 'k8s.io/api', 'otel.io/otel', 'otel.io/otel/sdk'];
  const modules = new Map(paths.map((path) => [path, path]));
  const expected = {
    'otel.io/otel/sdk': 'otel.io/otel/sdk',
    'otel.io/otel/sdk/trace': 'otel.io/otel/sdk',
    'otel.io/otel/sdks': 'otel.io/otel',
    'k8s.io/apimachinery': undefined,
    'google.golang.org/x': undefined,
    fmt: undefined,
  };
  for (const [importPath, module] of Object.entries(expected)) {
    assert.equal(moduleOf(modules, importPath), module, importPath);
  }
});
