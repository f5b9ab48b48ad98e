/** What a manifest may say: the program and the published schema refuse the same. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkHost } from '../../../src/host/checkHost.js';
import { fromManifest, type HostManifest } from '../../../src/host/manifest.js';
import { readHost } from '../../../src/host/readHost.js';
import { UserError } from '../../../src/base/userError.js';
import { violations } from '../../support/validator.js';
import { tempDir } from '../../support/files.js';

const sum = `h1:${'A'.repeat(43)}=`;
const manifest: HostManifest = {
  formatVersion: 1,
  goVersion: 'go1.26.8',
  goos: 'linux',
  goarch: 'amd64',
  mainImportPath: 'example.com/server',
  mainModule: {
    path: 'example.com/server',
    version: undefined,
    sum: undefined,
    replace: undefined,
    dir: '/src',
  },
  modules: [
    {
      path: 'gopkg.in/yaml.v3',
      version: 'v3.0.1',
      sum: undefined,
      replace: { path: 'example.com/yaml', version: 'v0.0.0-20260101000000-0123456789ab', sum },
      dir: undefined,
    },
  ],
  settings: { '-trimpath': 'true', '-ldflags': "-X 'main.notes=a\nb'" },
  loadsPlugins: true,
  packageHashes: { runtime: '0123456789abcdef', main: '00', 'gopkg.in/yaml.v3': '0123456789abcdef' },
  cSymbols: ['count_up', '_ZN3fooD1Ev'],
  packageCount: 3,
  sonames: ['libc.so.6'],
  glibc: '2.34',
};
const [yaml] = manifest.modules;

/** The document as JSON has it, with `changes`. */
const changed = (changes: object): unknown => JSON.parse(JSON.stringify({ ...manifest, ...changes }));
const read = (document: unknown): unknown => fromManifest(JSON.stringify(document), '/x.json', '/');

const fields = (change: object): object => ({ modules: [{ ...yaml, ...change }] });
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `a${String(index)}`);

test('a manifest with what go writes is accepted', () => {
  for (const changes of [
    {},
    { goVersion: '', mainImportPath: '', mainModule: undefined, glibc: undefined },
    { goVersion: 'go1.26.8-X:jsonv2' },
    { goVersion: 'go1.22.0 X:nodwarf5' },
    { goVersion: 'devel go1.27-abcdef0123 Thu Jan 1 00:00:00 2026 +0000' },
    { goVersion: 'go1.25.3 (Red Hat 1.25.3-1.el9)' },
    { mainImportPath: 'command-line-arguments' },
    {
      packageHashes: { 'vendor/golang.org/x/net/idna': '00', 'example.com/größe': '00', '_/home/me/x': '00' },
    },
    fields({ version: 'v1.2.3+incompatible', replace: { path: '../local directory' } }),
    fields({ path: 'plugins/simple', replace: { path: 'C:\\local' } }),
  ]) {
    const document = changed(changes);
    assert.equal(violations('host', document), '', JSON.stringify(changes));
    read(document);
  }
});

const faults: [field: string, changes: object][] = [
  ['goVersion', { goVersion: 'path' }],
  ['goVersion', { goVersion: 'go1.26.8/../../evil' }],
  ['goVersion', { goVersion: 'go1.26.8\nGOFLAGS=-toolexec=x' }],
  ['goos', { goos: '../linux' }],
  ['goarch', { goarch: 'amd64;x' }],
  ['mainImportPath', { mainImportPath: '/absolute' }],
  ['mainImportPath', { mainImportPath: 'example.com/../evil' }],
  ['mainImportPath', { mainImportPath: '-toolexec=evil' }],
  ['mainImportPath', { mainImportPath: 'example.com/a\\b' }],
  ['mainImportPath', { mainImportPath: `example.com/${'a'.repeat(1000)}` }],
  ['mainModule.path', { mainModule: { path: 'example.com/x"\nreplace' } }],
  ['modules[0].path', fields({ path: 'example.com//x' })],
  ['modules[0].path', fields({ path: '../x' })],
  ['modules[0].path', fields({ path: 'example.com/größe' })],
  ['modules[0].version', fields({ version: '(latest)' })],
  ['modules[0].version', fields({ version: 'v1.0.0\n\texample.com/evil v1.0.0' })],
  ['modules[0].version', fields({ version: 'master' })],
  ['modules[0].sum', fields({ sum: 'h1:x' })],
  ['modules[0].sum', fields({ sum: `${sum}\nexample.com/evil v1.0.0 ${sum}` })],
  ['modules[0].replace', fields({ replace: { path: '/tmp/evil', version: 'v1.0.0' } })],
  ['modules[0].replace', fields({ replace: { path: '../evil', version: 'v1.0.0' } })],
  ['modules[0].replace', fields({ replace: { path: '/tmp/\nevil' } })],
  ['modules[0].dir', fields({ dir: '/tmp/\u001b[31mevil' })],
  ['modules[0].more', fields({ more: 'x' })],
  ['modules', { modules: many(10_001).map((path) => ({ path })) }],
  ['settings.GOAMD64', { settings: { GOAMD64: 'v3\u0000' } }],
  ['settings.GOAMD64', { settings: { GOAMD64: 'v3\n' } }],
  ['settings.-ldflags', { settings: { '-ldflags': '-X a.b=\u001b[2J' } }],
  ['settings.A B', { settings: { 'A B': 'x' } }],
  ['settings', { settings: Object.fromEntries(many(1001).map((name) => [name, 'x'])) }],
  ['settings', { settings: ['x'] }],
  ['packageHashes.example.com/a b', { packageHashes: { 'example.com/a b': '00' } }],
  ['packageHashes.example.com/...', { packageHashes: { 'example.com/...': '00' } }],
  ['packageHashes.-x', { packageHashes: { '-x': '00' } }],
  ['packageHashes.runtime', { packageHashes: { runtime: 'xyz' } }],
  ['cSymbols[1]', { cSymbols: ['a', 'b\u001b[2J'] }],
  ['sonames[0]', { sonames: [''] }],
  ['glibc', { glibc: '2' }],
  ['packageCount', { packageCount: undefined }],
  ['more', { more: 1 }],
];

for (const [field, changes] of faults) {
  test(`a manifest is refused for its field ${field}: ${JSON.stringify(changes).slice(0, 100)}`, () => {
    const document = changed(changes);
    assert.notEqual(violations('host', document), '');
    assert.throws(
      () => read(document),
      (error) => {
        assert(error instanceof UserError, String(error));
        assert(
          error.message.startsWith(`x.json is not a host manifest: its field ${field} is missing or wrong`),
          error.message,
        );
        // eslint-disable-next-line no-control-regex -- exactly those
        assert.doesNotMatch(error.message, /[\0-\x1f]/);
        assert(error.message.length < 800);
        return true;
      },
    );
  });
}

test('a manifest key that is a property of JavaScript objects is not read as an entry', () => {
  const text = JSON.stringify(manifest).replace('"-trimpath"', '"__proto__":"\\n","-trimpath"');
  assert.deepEqual([...fromManifest(text, '/x.json', '/').settings.keys()], ['-trimpath', '-ldflags']);
});

test('a file that is too large for a manifest is not read', async () => {
  const file = join(tempDir(), 'large.json');
  await writeFile(file, `{"formatVersion":1,"padding":"${'x'.repeat(32 << 20)}"}`);
  await assert.rejects(
    readHost(file, '/'),
    /large\.json is too large for a host manifest: more than 32 MiB$/,
  );
});

test('what a host binary records is validated like a manifest', () => {
  const host = fromManifest(JSON.stringify(manifest), '/server', '/');
  assert.equal(checkHost(host, '/'), host);
  const [module] = host.modules.values();
  assert(module !== undefined);
  const evil = { ...module, version: 'v1.0.0\n)\n' };
  const records = { ...host, modules: new Map([[module.path, evil]]) };
  assert.throws(
    () => checkHost(records, '/'),
    /^UserError: server is not a usable host: what it records as modules\[0\]\.version \(v1\.0\.0\\u\{a\}\)\\u\{a\}\) is not what go writes$/,
  );
});
