/** `host` and `verify --host` as a user runs them. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { violations, parseValid } from '../../support/validator.js';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { WILL_LOAD } from './caller.js';

interface Verified {
  host: string;
  hostKind: string;
  hostGoVersion: string;
  plugins: { prediction: { verdict: string; differing: string[]; findings: { kind: string }[] } }[];
}

const dir = tempDir();
let host: string;
let plugin1: string;
let plain: string;
setUp(async () => {
  host = await goBuild(fixtureDir('systems/golang'), join(dir, 'server'));
  plugin1 = copyFixture('systems/plugin1');
  plain = await goBuild(plugin1, join(dir, 'plain.so'), ['-buildmode=plugin']);
});
const tool = (...args: string[]): Promise<Outcome> => runTool(args, { cwd: dir });

test('verify --host shows what is refused and why in a block, then the fix, and the fixed plugin loads', async () => {
  const refused = await tool('verify', 'plain.so', '--host', 'server');
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.stderr, '');
  assert.equal(
    refused.stdout,
    `plain.so: will be refused
  error[packages-differ]: 1 package differs in version from the host
        github.com/tidwall/gjson: v1.14.0, host v1.11.0
      why: plugin.Open compares the hash of every package that the process already has, and refuses the plugin if one differs.
      \`gorename-plugin build DIR\` gives the plugin its own copies; --host server --keep IMPORTPATH shares the host's copy.`,
  );
  assert.match(
    (await run(host, [plain])).stderr,
    /different version of package github\.com\/tidwall\/gjson$/m,
  );

  assert.equal((await tool('build', plugin1, '-o', 'renamed.so')).exitCode, 0);
  const loads = await tool('verify', 'renamed.so', '--host', 'server');
  assert.deepEqual([loads.exitCode, loads.stdout], [0, `renamed.so: ${WILL_LOAD}`]);
  assert.equal((await run(host, [join(dir, 'renamed.so')])).exitCode, 0);

  const both = await tool('verify', 'plain.so', 'renamed.so', '--host', 'server', '--verbose');
  assert.equal(both.exitCode, 1);
  assert.match(
    both.stdout,
    /^ {2}all packages that differ:\n {4}github\.com\/tidwall\/gjson\nrenamed\.so: will load/m,
  );
});

test('host writes a manifest, or prints it, and verify accepts it as a host', async () => {
  const { exitCode, stdout } = await tool('host', 'server');
  assert.equal(exitCode, 0);
  parseValid('host', stdout);
  const written = await tool('host', 'server', '-o', 'server.host.json');
  assert.deepEqual([written.exitCode, written.stdout, written.stderr], [0, '', '']);
  assert.equal((await readFile(join(dir, 'server.host.json'), 'utf8')).trimEnd(), stdout);
  // Again: a manifest may be replaced by a newer one.
  assert.equal((await tool('host', 'server', '-o', 'server.host.json')).exitCode, 0);
  const byManifest = await tool('verify', 'plain.so', '--host', 'server.host.json', '--json');
  const byBinary = await tool('verify', 'plain.so', '--host', 'server', '--json');
  const [first, second] = [byManifest, byBinary].map((one) => parseValid('verify', one.stdout) as Verified);
  assert.equal(first?.hostKind, 'manifest');
  assert.equal(second?.hostKind, 'binary');
  const facts = (document: Verified | undefined): object[] =>
    (document?.plugins ?? []).map(({ prediction }) => [prediction.verdict, prediction.differing]);
  assert.deepEqual(facts(first), facts(second));
  assert.deepEqual(facts(first), [['refused', ['github.com/tidwall/gjson']]]);
  assert.equal(byManifest.exitCode, 1);
});

test('verify --json has a prediction for each plugin, with its findings; the host may be a directory with go.mod', async () => {
  const sources = fixtureDir('systems/golang');
  const { exitCode, stdout } = await tool('verify', 'plain.so', '--host', sources, '--json');
  assert.equal(exitCode, 1);
  const document = parseValid('verify', stdout) as Verified;
  assert.deepEqual([document.host, document.hostKind, document.hostGoVersion], [sources, 'module', '']);
  assert.deepEqual(
    document.plugins[0]?.prediction.findings.map(({ kind }) => kind),
    ['packages-differ', 'versions-only'],
  );
  for (const change of [
    { host: '' },
    { hostKind: 'other' },
    { hostGoVersion: undefined },
    {
      plugins: document.plugins.map((one) => ({
        ...one,
        prediction: { ...one.prediction, verdict: 'maybe' },
      })),
    },
    {
      plugins: document.plugins.map((one) => ({ ...one, prediction: { ...one.prediction, findings: [{}] } })),
    },
  ]) {
    assert.notEqual(violations('verify', { ...document, ...change }), '');
  }
});

test('host and verify --host report what they cannot do, and overwrite nothing', async () => {
  await writeFile(join(dir, 'notes.txt'), 'mine');
  for (const [args, says] of [
    [['host'], /^gorename-plugin: missing argument: the program that loads plugins\n/],
    [['host', 'plain.so'], /plain\.so is a plugin, not a host/],
    [['host', fixtureDir('systems/golang')], /is not a binary; manifests are made from host binaries/],
    [['host', 'server', '-o', 'server'], /cannot write server: it already exists and is not a manifest/],
    [
      ['host', 'server', '-o', 'notes.txt'],
      /cannot write notes\.txt: it already exists and is not a manifest/,
    ],
    [['host', 'server', '-o', '.'], /cannot write \.: it is a directory/],
    [['host', 'server', '-o', 'notes.txt/x.json'], /notes\.txt is not a directory/],
    [['verify', 'plain.so', '--host', 'plain.so'], /plain\.so is a plugin, not a host/],
    [['verify', 'server', '--host', 'server'], /server is not a Go plugin: it is a program/],
    [['verify', 'notes.txt', '--host', 'server'], /notes\.txt/],
    [['verify', 'plain.so', '--host', 'nowhere'], /nowhere: no such file or directory/],
    [['verify', 'plain.so', '--glibc', '2.31'], /--glibc requires --host/],
    [['verify', 'plain.so', '--host', 'server', '--glibc', 'new'], /--glibc new: invalid version/],
  ] as const) {
    const { exitCode, stdout, stderr } = await tool(...args);
    assert.equal(exitCode, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, says);
    assert(stderr.includes('\n'), 'advice');
  }
  assert.equal(await readFile(join(dir, 'notes.txt'), 'utf8'), 'mine');
});

test("verify --glibc sets the glibc version of the host's system", async () => {
  const old = await tool('verify', 'plain.so', '--host', 'server', '--glibc', '2.3');
  assert.equal(old.exitCode, 1);
  assert.match(old.stdout, /^ {2}error\[[\w-]+\]: requires glibc 2\.\d+, but the host's system has 2\.3$/m);
  const renamed = await tool('verify', 'renamed.so', '--host', 'server', '--glibc', '99.0');
  assert.deepEqual([renamed.exitCode, renamed.stdout], [0, `renamed.so: ${WILL_LOAD}`]);
});
