/** --keep: types, functions and variables of the host, seen by the host; all else is the plugin's own. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { runTool } from '../../support/process.js';
import { ask, Sharing } from './sharing.js';
import { parseValid } from '../../support/validator.js';
import { setUp } from '../../support/setUp.js';

const OF_HOST = { sdk: '1.0 on 1.0', text: '1.0 1', calls: 1 };

let sharing: Sharing;
let host: string;
setUp(async () => {
  sharing = await Sharing.create();
  host = await sharing.plain(await sharing.source('host'), 'host');
});

test('a host refuses the plain plugin, does not recognise the renamed one, and works with the kept one', async () => {
  const simple = await sharing.source('plugins/simple', 'simple');
  const plain = await sharing.plain(simple, 'plain.so', ['-buildmode=plugin']);
  const [itself, refused] = await ask(host, [plain]);
  assert.deepEqual(itself, OF_HOST);
  assert.match(refused?.error ?? '', /plugin was built with a different version of package example\.com\//);

  const letsOut =
    /^warning\[[\w-]+\]: simple\/main\.go:13:6: exported func New exposes example\.com\/sdk\.Handler/;
  const none = ['--keep', 'none'];
  const renamed = await sharing.built('renamed', [simple, '--host', host, ...none], [letsOut]);
  assert.deepEqual(await ask(host, [renamed]), [OF_HOST, { unknown: 'func() sdk.Handler', calls: 0 }]);
  const { stderr } = await sharing.tool([simple, '--host', host, ...none, '--dry-run']);
  assert.match(stderr, /The host has this package: --keep example\.com\/sdk shares it and its types\.$/m);

  // A counter that is the host's, a private dependency that is not, and language semantics of each module's own go
  // line, though sdk's is newer than the plugin's.
  const kept = await sharing.built('kept', [simple, '--host', host, '--keep', 'example.com/sdk']);
  const answer = 'you: text 1.1 (call 1), sdk 1.0 on 1.0 (call 2), loops one variable and a variable each';
  assert.deepEqual(await ask(host, [kept]), [OF_HOST, { answer, calls: 3 }]);
});

test('--keep takes globs, trees in either spelling, and several patterns', async () => {
  const simple = await sharing.source('plugins/simple', 'simple');
  const sdk = ['example.com/sdk', 'example.com/sdk/internal/clock'];
  assert.deepEqual(await keptBy('example.com/sdk'), ['example.com/base', ...sdk]);
  assert.deepEqual(await keptBy('example.com/sdk/**'), ['example.com/base', ...sdk]);
  assert.deepEqual(await keptBy('example.com/sdk/...'), ['example.com/base', ...sdk]);
  assert.deepEqual(await keptBy('example.com/s*', 'example.com/text'), [
    'example.com/base',
    ...sdk,
    'example.com/text',
  ]);
  assert.deepEqual(await keptBy('example.com/{base,text}'), ['example.com/base', 'example.com/text']);

  async function keptBy(...patterns: string[]): Promise<string[]> {
    const keep = ['none', ...patterns].flatMap((pattern) => ['--keep', pattern]);
    const { packages } = await plan([simple, '--host', host, ...keep]);
    return packages
      .filter(({ decision }) => decision === 'keep')
      .map(({ importPath }) => importPath)
      .sort();
  }
});

test("--keep: the plugin's own code gets the host's older version, private dependencies the newer one that they need", async () => {
  const newer = await sharing.source('plugins/newer', 'newer');
  const older =
    /^warning\[[\w-]+\]: the plugin requires example\.com\/sdk v1\.1\.0, but is compiled against the host's v1\.0\.0, since the module is shared$/;
  const options = [newer, '--host', host, '--keep', 'example.com/sdk'];
  const file = await sharing.built('newer', options, [older]);
  const answer = 'own: 1.0 on 1.0 (call 2); worker: 1.1 on 1.1 newer (call 1)';
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer, calls: 3 }]);

  const { packages } = await plan(options);
  const found = packages.map(({ importPath: from, decision, version, hostVersion }) => [
    from,
    decision,
    version,
    hostVersion,
  ]);
  assert.deepEqual(found.sort(), [
    ['example.com/base', 'split', 'v1.1.0', 'v1.0.0'],
    ['example.com/plugins/newer', 'rename', null, undefined],
    ['example.com/sdk', 'split', 'v1.1.0', 'v1.0.0'],
    ['example.com/sdk/internal/clock', 'split', 'v1.1.0', 'v1.0.0'],
    ['example.com/worker', 'rename', 'v1.0.0', undefined],
  ]);
  const { stdout } = await sharing.tool([...options, '--dry-run']);
  assert.match(
    stdout,
    /^example\.com\/sdk@v1\.1\.0 -> t_\d+_\w{8}\/example\.com\/sdk, and the host's v1\.0\.0 as example\.com\/sdk$/m,
  );
});

test('--keep shares a library that exchanges types of the host, even through a package between', async () => {
  const wrapped = await sharing.source('plugins/wrapped', 'wrapped');
  const options = [wrapped, '--host', host, '--keep', 'example.com/sdk'];
  const older =
    /^warning\[[\w-]+\]: the plugin requires example\.com\/sdk v1\.1\.0, but is compiled against the host's v1\.0\.0/;
  const file = await sharing.built('wrapped', options, [older]);
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer: '[you: 1.0 on 1.0]', calls: 2 }]);
  const { stderr, stdout } = await sharing.tool([...options, '--dry-run']);
  assert.match(
    stderr,
    /Renamed dependencies are compiled against it, too, since its types pass between them and the plugin's own code\./,
  );
  assert.match(stdout, /^example\.com\/sdk@v1\.1\.0 -> example\.com\/sdk \(the host's v1\.0\.0\)$/m);
  assert.match(
    stdout,
    /^example\.com\/middleware\/chain@v1\.0\.0 -> t_\d+_\w{8}\/example\.com\/middleware\/chain$/m,
  );
});

test('--keep: an internal package imported by both a renamed and a kept package is linked twice', async () => {
  const inner = await sharing.source('plugins/inner', 'inner');
  const file = await sharing.built('inner', [inner, '--host', host, '--keep', 'example.com/sdk']);
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer: '2 1', calls: 3 }]);
});

test("--keep: a matching package that the host does not link is shared at the host's module version", async () => {
  const inner = await sharing.source('plugins/inner', 'inner');
  const args = [inner, '--host', host, '--keep', 'example.com/sdk/**'];
  const file = await sharing.built('beside', args);
  assert.deepEqual(await ask(host, [file]), [OF_HOST, { answer: '2 3', calls: 4 }]);
});

test('--keep mentions a pattern that matches no imported package', async () => {
  const simple = await sharing.source('plugins/simple', 'simple');
  const options = [simple, '--host', host, '--keep', 'example.com/sdk', '--keep', 'example.com/t*'];
  await sharing.built('used', options, [
    /^warning\[[\w-]+\]: the plugin requires example\.com\/text v1\.1\.0, but is compiled against the host's v1\.0\.0, /,
  ]);
  const { stderr } = await sharing.tool([...options, '--dry-run']);
  assert.match(
    stderr,
    /^ {4}If it does not compile, change the code to use the host's version: go get example\.com\/text@v1\.0\.0\.$/m,
  );
  const slim = await sharing.source('plugins/simple', 'slim', {
    'main.go':
      'package main\n\nimport "example.com/sdk"\n\nfunc New() sdk.Handler { return nil }\n\nfunc main() {}\n',
  });
  const unused =
    /^warning\[[\w-]+\]: --keep example\.com\/t\* shares nothing: the plugin imports no such package$/;
  await sharing.built('unused', [slim, ...options.slice(1)], [unused]);
});

test('--keep refuses what cannot work, with the reason and what to do', async () => {
  const simple = await sharing.source('plugins/simple', 'simple');
  const withHost = (...patterns: string[]): Promise<string> =>
    sharing.refused([simple, '--host', host, ...patterns.flatMap((pattern) => ['--keep', pattern])]);

  assert.equal(
    await withHost('example.com/sdks/api'),
    '--keep example.com/sdks/api: the host does not contain such a package\n' +
      'Only what is linked into the host can be shared with it: let the host import the package.',
  );
  assert.equal(
    await withHost('example.com/sdk/extra'),
    '--keep example.com/sdk/extra: the host does not contain such a package\n' +
      'It has example.com/sdk, example.com/sdk/internal/clock.',
  );
  assert.match(await withHost('example.com/sdk@v1.0.0'), /\nIt has example\.com\/sdk, /);
  assert.match(await withHost('clock'), /\nIt has example\.com\/sdk\/internal\/clock\.$/);
  for (const pattern of ['fmt', 'sync/...', 'encoding/*'])
    assert.equal(
      await withHost('example.com/sdk', pattern),
      `--keep ${pattern}: the standard library is always shared\nLeave it out; the plugin stays the same.`,
    );
  assert.match(
    await withHost('example.com/gateway'),
    /: that is the host's main package, which cannot be imported\n/,
  );

  const own = await sharing.source('plugins/simple', 'clocked', {
    'go.mod': 'module example.com/sdk/contrib\n\ngo 1.20\n\nrequire example.com/sdk v1.0.0\n',
    'main.go':
      'package main\n\nimport (\n\t"example.com/sdk"\n\t"example.com/sdk/internal/clock"\n)\n\n' +
      'func New() sdk.Handler { clock.Tick(); return nil }\n\nfunc main() {}\n',
  });
  assert.equal(
    await sharing.refused([own, '--host', host, '--keep', 'example.com/sdk']),
    'example.com/sdk/contrib imports the internal package example.com/sdk/internal/clock, which is shared with the ' +
      'host; a renamed package cannot import it\n' +
      'example.com/sdk/internal/clock is kept because a shared package imports it: keep less (--keep none ' +
      'leaves out what is shared by default), or let example.com/sdk/contrib use a package that is not internal.',
  );
  assert.match(
    await sharing.refused([simple, '--keep', 'example.com/sdk']),
    /^--keep requires --host\nAdd --host HOST: /,
  );
  assert.match(
    await sharing.refused([simple, '--host', host, '--buildmode', 'c-shared']),
    /^--host cannot be combined with --buildmode=c-shared\n/,
  );
  assert.equal(existsSync(sharing.path('out', 'refused.so')), false);
  const explained = ['explain', simple, '--host', host, '--buildmode', 'c-shared'];
  const { exitCode, stderr } = await runTool(explained, { cwd: sharing.dir, env: sharing.env });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^gorename-plugin: --host cannot be combined with --buildmode=c-shared\n/);
});

interface Package {
  importPath: string;
  decision: string;
  version: string | null;
  hostVersion?: string | null;
}

/** The JSON document of a dry run. */
async function plan(options: string[]): Promise<{ packages: Package[] }> {
  const { exitCode, stdout, stderr } = await sharing.tool([...options, '--dry-run', '--json']);
  assert.equal(exitCode, 0, stderr);
  return parseValid('build', stdout) as { packages: Package[] };
}
