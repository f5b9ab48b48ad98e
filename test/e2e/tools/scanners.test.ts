/** Scanners read the original modules from a built plugin, and nothing of this tool needs the renamed ones there. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { billViolations, type BillDocument } from '../../support/bill.js';
import { copyFixture, fixtureDir, projectDir, tempDir } from '../../support/files.js';
import { buildLoader, goBuild } from '../../support/go.js';
import { installGoTool, writeVulnerabilities } from '../../support/goTools.js';
import { run, runTool, type Outcome } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

let dir: string;
let plugin: string;
let plain: string;
let original: string;
let renamed: string;

setUp(async () => {
  dir = tempDir();
  plugin = copyFixture('systems/plugin2');
  [plain, original, renamed] = ['plain.so', 'original.so', 'renamed.so'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  await goBuild(plugin, plain, ['-buildmode=plugin', '-buildvcs=false']);
  for (const [file, ...flags] of [
    [original, ...described()],
    [renamed, '--build-info', 'renamed'],
  ] as [string, ...string[]][]) {
    const { exitCode, stderr } = await runTool(['build', plugin, '-o', file, ...flags]);
    assert.equal(exitCode, 0, stderr);
  }
});

/** The files that one build also writes. */
function described(): string[] {
  return [
    '--sbom',
    join(dir, 'sbom', '/'),
    '--report',
    join(dir, 'report.html'),
    '--graph',
    join(dir, 'graph.svg'),
  ];
}

/** The lines of `go version -m` about modules. */
async function modulesOf(file: string): Promise<string[]> {
  const { stdout } = await run('go', ['version', '-m', file]);
  return stdout.split('\n').filter((line) => /^\t(?:mod|dep|=>)\t/.test(line));
}

test('build info of a plugin names the same modules, versions and checksums as a plain build', async () => {
  const expected = await modulesOf(plain);
  assert.equal(expected.length, 4);
  assert.deepEqual(await modulesOf(original), expected);
  assert.ok((await modulesOf(renamed)).every((line) => /\tt_\d+_|\t=>\t|\(devel\)/.test(line)));
});

test('a plugin whose build info was changed loads and answers', async () => {
  const [loaded] = await (await buildLoader())([original], 'GetJsonRow');
  // The function takes arguments, which the loader does not pass: it was found, so the plugin is open.
  assert.match(loaded?.error ?? '', /Symbol is func\(string, string\) string, not func/);
});

test('verify shows the same of plugins with original and renamed build info', async () => {
  const show = async (file: string): Promise<string> => {
    const { exitCode, stdout } = await runTool(['verify', '--json', file]);
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /"module": "github.com\/tidwall\/gjson",\n +"version": "v1.14.0"/);
    return stdout.replaceAll(file, 'plugin.so');
  };
  assert.equal(await show(original), await show(renamed));
});

test('two builds of one plugin have the same bytes', async () => {
  const again = join(tempDir(), 'original.so');
  const { exitCode } = await runTool(['build', plugin, '-o', again, '--', '-a=false']);
  assert.equal(exitCode, 0);
  assert.deepEqual(readFileSync(again), readFileSync(original));
});

test('--sbom lists what go version -m lists and is valid, and it, --report and --graph are written again for a plugin that is up to date', async () => {
  const file = join(dir, 'sbom/original.so.cdx.json');
  const text = readFileSync(file, 'utf8');
  assert.equal(await billViolations(text), '');
  const { components, metadata } = JSON.parse(text) as BillDocument;
  const modules = (await modulesOf(original)).map((line) => line.split('\t').slice(2, 5));
  const listed = components.filter(({ name }) => name !== 'stdlib');
  const sumOf = ({ properties }: BillDocument['components'][number]): string =>
    properties.find(({ name }) => name.endsWith(':goSum'))?.value ?? '';
  assert.deepEqual(
    listed.map((one) => [one.name, one.version ?? '(devel)', sumOf(one)]),
    modules,
  );
  const tidwall = listed.filter(({ name }) => name.startsWith('github.com/tidwall/'));
  assert.ok(tidwall.every(({ evidence }) => JSON.stringify(evidence).includes('file: LICENSE')));
  assert.ok(
    tidwall.every(({ licenses }) => (JSON.stringify(licenses) as string | undefined)?.includes('"id":"MIT"')),
  );
  const sha256 = createHash('sha256').update(readFileSync(original)).digest('hex');
  assert.deepEqual(metadata.component.hashes, [{ alg: 'SHA-256', content: sha256 }]);
  assert.doesNotMatch(text, new RegExp(`${dir}|${tmpdir()}/|${homedir()}`));

  const report = readFileSync(join(dir, 'report.html'), 'utf8');
  assert.match(
    report,
    /^<!doctype html>[^]*The plugin was built with 1 warning\.[^]*>Why it matters: \w[^]*>github\.com\/tidwall\/match</,
  );
  const graph = readFileSync(join(dir, 'graph.svg'), 'utf8');
  assert.match(graph, /^<\?xml [^]*<svg [^]*>github\.com\/tidwall\/match<[^]*<\/svg>\n$/);
  const before = statSync(original).ino;
  for (const written of [file, join(dir, 'report.html'), join(dir, 'graph.svg')]) rmSync(written);
  const again = await runTool(['build', plugin, '-o', original, ...described()]);
  assert.deepEqual([again.exitCode, statSync(original).ino], [0, before], again.stderr);
  assert.equal(readFileSync(file, 'utf8'), text);
  assert.equal(readFileSync(join(dir, 'report.html'), 'utf8'), report);
  assert.equal(readFileSync(join(dir, 'graph.svg'), 'utf8'), graph);
});

test('explain --graph draws the packages in the format that the name of the file says, and --report has no timings', async () => {
  const explain = async (...args: string[]): Promise<string> => {
    const file = join(tempDir(), args.at(-1) ?? '');
    const { exitCode, stderr } = await runTool(['explain', plugin, ...args.slice(0, -1), file]);
    assert.equal(exitCode, 0, stderr);
    return readFileSync(file, 'utf8');
  };
  assert.match(await explain('--graph', 'a.dot'), /^digraph [^]*"github\.com\/tidwall\/gjson" -> "github/);
  const mermaid = await explain('--graph', 'a.mmd');
  assert.match(mermaid, /^flowchart LR\n {2}n0\[\["example\.com\/plugin2<br\/>main package"\]\]:::main\n/);
  assert.equal(await explain('--graph', 'a.mermaid'), mermaid);
  assert.equal(await explain('--graph', 'A.SVG'), readFileSync(join(dir, 'graph.svg'), 'utf8'));
  const page = await explain('--report', 'a.html');
  assert.match(page, /The plan of the build has 1 warning; a build checks more\.[^]*id="graph"/);
  assert.doesNotMatch(page, /Timings/);
});

test('verify --report writes what is known of the file and the host: a verdict, the findings of the build, and packages without a graph', async () => {
  const file = join(tempDir(), 'verify.html');
  const alone = await runTool(['verify', original, '--report', file]);
  assert.deepEqual([alone.exitCode, alone.stderr], [0, '']);
  const page = readFileSync(file, 'utf8');
  assert.match(
    page,
    /The file matches the plan that it carries\. It was not compared with a host\.[^]*exported-renamed-type[^]*>Why it matters: \w[^]*>v1\.14\.0</,
  );
  assert.doesNotMatch(page, /id="graph"|Timings/);
  const host = join(dir, 'host');
  await goBuild(fixtureDir('hosts/loader'), host, []);
  const { exitCode, stdout } = await runTool(['verify', original, '--host', host, '--report', file]);
  assert.equal(exitCode, 0, stdout);
  assert.match(readFileSync(file, 'utf8'), /The plugin will load; [^<]* It was compared with [^<]*host\./);
  const several = await runTool(['verify', original, renamed, '--report', file]);
  assert.match(several.stderr, /is one file, but there are several plugins/);
});

test('the image in docs/commands.md is what its command draws today', async () => {
  const file = join(tempDir(), 'packages.svg');
  const { exitCode, stderr } = await runTool(
    ['explain', 'ram', '--host', 'app', '--keep', 'golang.org/x/exp/slog', '--graph', file],
    { cwd: join(projectDir, 'examples/database-driver') },
  );
  assert.equal(exitCode, 0, stderr);
  assert.equal(readFileSync(file, 'utf8'), readFileSync(join(projectDir, 'docs/packages.svg'), 'utf8'));
});

test('--graph refuses a name that does not say a format, and a file of another one', async () => {
  const refused = async (name: string): Promise<string> => {
    const { exitCode, stderr } = await runTool(['explain', plugin, '--graph', name], { cwd: dir });
    assert.equal(exitCode, 2);
    return stderr;
  };
  assert.match(
    await refused('graph.png'),
    /--graph graph\.png: its name does not say the format\nChoose a name that ends in \.dot, \.svg, \.mmd, \.mermaid; or/,
  );
  writeFileSync(join(dir, 'notes.dot'), 'shopping: milk');
  assert.match(await refused('notes.dot'), /notes\.dot: it already exists and is not a graph of that format/);
  assert.equal(readFileSync(join(dir, 'notes.dot'), 'utf8'), 'shopping: milk');
});

test('--sbom refuses a file of another kind, a file for several plugins, and --dry-run', async () => {
  const refused: [string[], RegExp][] = [
    [
      [plugin, '--sbom', join(plugin, 'go.mod')],
      /go\.mod: it already exists and is not a CycloneDX document/,
    ],
    [[plugin, '-o', 'a.so', '--sbom', 'a.so'], /a\.so: another option names the same file/],
    [
      [plugin, fixtureDir('systems/plugin1'), '--sbom', 'a.json'],
      /is one file, but there are several plugins\nUse --sbom a\.json\/ for/,
    ],
    [[plugin, '--dry-run', '--sbom', 'a.json'], /cannot be combined with --dry-run/],
  ];
  for (const [args, message] of refused) {
    const { exitCode, stderr } = await runTool(['build', ...args], { cwd: dir });
    assert.deepEqual(
      { exitCode, text: message.exec(stderr)?.index !== undefined },
      { exitCode: 2, text: true },
      stderr,
    );
  }
});

test('govulncheck finds a vulnerable module in the plugin, and not if build info names copies', async () => {
  const govulncheck = await installGoTool('govulncheck');
  const database = `file://${writeVulnerabilities(true)}`;
  const scan = (file: string): Promise<Outcome> =>
    run(govulncheck, ['-db', database, '-mode', 'binary', '-scan', 'module', file]);
  for (const file of [plain, original]) assert.match((await scan(file)).stdout, /GO-2026-9001/);
  assert.match((await scan(renamed)).stdout, /No vulnerabilities found/);
  // Without the name of the module, symbols cannot be found: the plugin's have the prefix.
  const bySymbol = await run(govulncheck, ['-db', database, '-mode', 'binary', original]);
  assert.match(bySymbol.stdout, /and 1\s+vulnerability in modules you require/);
});
