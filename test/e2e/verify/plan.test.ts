/** The plan that a plugin carries: valid, portable, the same for the same inputs, and never believed against its file. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { PluginPlan } from '../../../src/model/pluginPlan.js';
import { contradictions } from '../../../src/binary/planFits.js';
import { parsePlan } from '../../../src/binary/planSection.js';
import { parseValid, violations } from '../../support/validator.js';
import { copyFixture, tempDir } from '../../support/files.js';
import { buildLoader } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';

const plugin2 = copyFixture('systems/plugin2');
const file = join(tempDir(), 'plugin2.so');
let bytes: Buffer;
let plan: PluginPlan;
setUp(async () => {
  const build = await runTool(['build', plugin2, '-o', file]);
  assert.equal(build.exitCode, 0, build.stderr);
  bytes = await readSection(file);
  plan = JSON.parse(bytes.toString()) as PluginPlan;
});

async function readSection(from: string): Promise<Buffer> {
  const content = join(tempDir(), 'plan.json');
  const { exitCode, stderr } = await run('objcopy', [
    '--dump-section',
    `.gorename=${content}`,
    from,
    '/dev/null',
  ]);
  assert.equal(exitCode, 0, stderr);
  return readFileSync(content);
}

/** A copy of the plugin with another plan. */
async function withPlan(content: string | Buffer): Promise<string> {
  const dir = tempDir();
  const copy = join(dir, 'changed.so');
  copyFileSync(file, copy);
  writeFileSync(join(dir, 'plan'), content);
  const { exitCode, stderr } = await run('objcopy', [
    '--update-section',
    `.gorename=${join(dir, 'plan')}`,
    copy,
  ]);
  assert.equal(exitCode, 0, stderr);
  return copy;
}

test('the plan in a plugin has modules, versions, decisions, exposed types and findings, and follows the schema', () => {
  assert.equal(violations('plan', plan), '');
  assert.deepEqual(parsePlan(bytes), { plan });
  assert.deepEqual(
    plan.modules.map(({ path, version, shared }) => [path, version, shared]),
    [
      ['example.com/plugin2', null, false],
      ['github.com/tidwall/gjson', 'v1.14.0', false],
      ['github.com/tidwall/match', 'v1.1.1', false],
      ['github.com/tidwall/pretty', 'v1.2.0', false],
    ],
  );
  assert.match(plan.modules[1]?.sum ?? '', /^h1:/);
  assert.equal(plan.main.importPath, 'example.com/plugin2');
  const [exposed] = plan.exposes;
  assert.deepEqual(
    [exposed?.symbol, exposed?.importPath, exposed?.typeName, exposed?.position.file],
    ['GetJsonPath', 'github.com/tidwall/gjson', 'Result', 'example.com/plugin2/main.go'],
  );
  assert.match(
    plan.findings[0]?.message ?? '',
    /^example\.com\/plugin2\/main\.go:\d+:\d+: exported func GetJsonPath /,
  );
});

test('the plan survives strip, and the plugin loads', async () => {
  const stripped = join(tempDir(), 'stripped.so');
  assert.equal((await run('strip', ['-o', stripped, file])).exitCode, 0);
  assert.deepEqual(await readSection(stripped), bytes);
  const [loaded] = await (await buildLoader())([stripped], 'GetJsonRow');
  assert.doesNotMatch(loaded?.error ?? '', /plugin\.Open/);
});

test('builds in other directories have the same plan, and it names none of them', async () => {
  const plans: Buffer[] = [];
  for (const name of ['one', 'two']) {
    const dir = join(tempDir(), name, 'same');
    write(dir, {
      'go.mod':
        'module example.com/same\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ../dep\n',
      'main.go':
        'package main\n\nimport "example.com/dep"\n\nfunc Get() dep.T { return dep.T{} }\n\nfunc main() {}\n',
      '../dep/go.mod': 'module example.com/dep\n\ngo 1.21\n',
      '../dep/dep.go': 'package dep\n\ntype T struct{}\n',
    });
    const output = join(tempDir(), 'same.so');
    const env = { GORENAME_PLUGIN_CACHE: tempDir(), SOURCE_DATE_EPOCH: '1700000000' };
    const { exitCode, stderr } = await runTool(['build', dir, '-o', output, '--', '-trimpath'], { env });
    assert.equal(exitCode, 0, stderr);
    const section = await readSection(output);
    for (const place of [dirname(dir), env.GORENAME_PLUGIN_CACHE, process.cwd()])
      assert(!section.includes(place), place);
    plans.push(section);
  }
  assert.equal(plans[0]?.toString(), plans[1]?.toString());
});

test('verify and probe report a plan that contradicts its file, and go on without it', async () => {
  const modules = plan.modules.map((module) =>
    module.path.endsWith('/gjson') ? { ...module, version: 'v1.99.0' } : module,
  );
  const changed = await withPlan(JSON.stringify({ ...plan, modules }));
  const { exitCode, stdout } = await runTool(['verify', changed, '--json']);
  assert.equal(exitCode, 1);
  const [shown] = (
    parseValid('verify', stdout) as { plugins: { plan: unknown; findings: { reasons: string[] }[] }[] }
  ).plugins;
  assert.equal(shown?.plan, null);
  assert.deepEqual(shown.findings[0]?.reasons, [
    'github.com/tidwall/gjson is v1.99.0 in it, and v1.14.0 in the file',
  ]);
  const text = await runTool(['verify', changed]);
  assert.equal(text.exitCode, 1);
  assert.match(text.stdout, /error\[[\w-]+\]: the plan in .*changed\.so does not match the file$/m);
  const probed = await runTool(['probe', changed]);
  assert.equal(probed.exitCode, 1);
  assert.match(probed.stderr, /^error\[[\w-]+\]: the plan in /);
  const fine = await runTool(['verify', file, '--json']);
  assert.equal(fine.exitCode, 0);
  assert.deepEqual(
    (parseValid('verify', fine.stdout) as { plugins: { plan: object }[] }).plugins[0]?.plan,
    plan,
  );
});

const shapes: [what: string, content: () => string, problem: RegExp][] = [
  ['not JSON', () => '{', /^it is not JSON$/],
  ['null', () => 'null', /wrong/],
  [
    'a newer version',
    () => JSON.stringify({ ...plan, formatVersion: 2 }),
    /version 2, which needs a newer gorename-plugin/,
  ],
  ['a field too many', () => JSON.stringify({ ...plan, extra: 1 }), /^its extra is wrong$/],
  [
    'control characters',
    () => JSON.stringify({ ...plan, main: { importPath: 'a\u001b[2J', builtAs: 'b' } }),
    /^its main\.importPath is wrong$/,
  ],
  [
    'a text without end',
    () => JSON.stringify({ ...plan, main: { importPath: 'a'.repeat(9000), builtAs: 'b' } }),
    /^its main\.importPath is wrong$/,
  ],
  [
    'a source position in three fields, as the first plans had it',
    () => {
      const names = { importPath: 'a', name: 'B', method: null, statePackage: 'a', variable: 'c', user: 'd' };
      const change = { ...names, registers: true, file: 'd/d.go', line: 1, column: 2 };
      return JSON.stringify({ ...plan, changes: [change] });
    },
    /^its changes\.0\.position is wrong$/,
  ],
  [
    'an odd decision',
    () => JSON.stringify({ ...plan, packages: [{ ...plan.packages[0], decision: 'x' }] }),
    /decision is wrong$/,
  ],
];
for (const [what, content, problem] of shapes)
  test(`a plan is validated as untrusted data: ${what}`, () => {
    const reading = parsePlan(Buffer.from(content()));
    assert(reading !== undefined && 'problem' in reading);
    assert.match(reading.problem, problem);
  });

test('a plan larger than the limit is not read', async () => {
  const { exitCode, stdout } = await runTool([
    'verify',
    await withPlan(Buffer.alloc(33 * 1024 * 1024, 0x20)),
  ]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /it has 34603008 bytes$/m);
});

test('packages of the standard library with versions in their paths do not contradict a plan', async () => {
  const dir = tempDir();
  write(dir, {
    'go.mod': 'module example.com/random\n\ngo 1.18\n',
    // It imports crypto/internal/entropy/v1.0.0 since go1.26.
    'main.go':
      'package main\n\nimport "crypto/rand"\n\nfunc Read(b []byte) { rand.Read(b) }\n\nfunc main() {}\n',
  });
  const random = join(dir, 'random.so');
  const built = await runTool(['build', dir, '-o', random]);
  assert.equal(built.exitCode, 0, built.stderr);
  const verified = await runTool(['verify', random]);
  assert.equal(verified.exitCode, 0, verified.stdout);
});

test('a plan that contradicts its file is detected, in each part', () => {
  const built = {
    pluginPath: plan.main.builtAs,
    packages: new Set([...plan.packages.map(({ builtAs }) => builtAs), 'fmt', 'vendor/golang.org/x/net']),
    modules: new Map(),
    exports: new Set(['GetJsonPath', 'GetJsonRow']),
  };
  const [main, gjson] = plan.packages;
  assert(main && gjson);
  assert.deepEqual(contradictions(plan, built), []);
  const found = (change: Partial<PluginPlan>): string =>
    contradictions({ ...plan, ...change }, built).join('; ');
  assert.match(
    found({ main: { importPath: 'a', builtAs: 'b' } }),
    /^it has the plugin path b, and the file has /,
  );
  assert.match(found({ packages: [main] }), /gjson is in the file, but not in it/);
  assert.match(
    found({ packages: [...plan.packages, { ...gjson, builtAs: 't_9/other' }] }),
    /cannot be t_9\/other \(rename\)/,
  );
  assert.match(
    found({ packages: [...plan.packages, { ...gjson, decision: 'keep' }] }),
    /cannot be .* \(keep\)/,
  );
  assert.match(
    found({ packages: [...plan.packages, { ...gjson, decision: 'split' }] }),
    /gjson is not in the file/,
  );
  // Packages of the standard library whose paths contain versions.
  for (const path of ['crypto/internal/entropy/v1.0.0', 'crypto/internal/fips140/v1.0.0-c2097c7c/aes'])
    assert.deepEqual(contradictions(plan, { ...built, packages: new Set([...built.packages, path]) }), []);
  for (const path of ['example.com/other/v1.0.0', 't_1/gopkg.in/yaml.v3'])
    assert.deepEqual(contradictions(plan, { ...built, packages: new Set([...built.packages, path]) }), [
      `${path} is in the file, but not in it`,
    ]);
  assert.match(found({ modules: [] }), /the module example\.com\/plugin2 of .* is not in it/);
  const exposes = plan.exposes.map((one) => ({ ...one, symbol: 'Other' }));
  assert.match(found({ exposes }), /^Other is not exported by the file$/);
});

function write(dir: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}
