/** What is built is compared with what was planned, both ways: no build passes with a package too many or too few. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseValid } from '../../support/validator.js';
import { copyFixture, snapshotTree, tempDir } from '../../support/files.js';
import { go } from '../../support/go.js';
import { runTool, toolCache } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { sabotagedGo } from './saboteur.js';

interface Document {
  output: string | null;
  packages: { importPath: string; builtAs: string }[];
  findings: { kind: string; severity: string; builtAs: string; plannedAs?: string; importPath?: string }[];
}

const plugin = copyFixture('systems/plugin1');
mkdirSync(join(plugin, 'own'));
writeFileSync(join(plugin, 'own/own.go'), 'package own\n');
writeFileSync(join(plugin, 'imports.go'), 'package main\n\nimport _ "example.com/plugin1/own"\n');

const TIDWALL = ['gjson', 'match', 'pretty'].map((name) => `github.com/tidwall/${name}`);

/** In the copy of main, wherever that is, import gjson by its own path, which go.mod finds in the module cache. */
async function plantGjson(): Promise<string> {
  const modules = await go(plugin, ['list', '-m', '-f', '{{.Path}}={{.Dir}}', ...TIDWALL]);
  const edits = modules
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [path = '', dir = ''] = line.split('=');
      return [`-require=${path}@v1.0.0`, `-replace=${path}=${dir}`];
    });
  const source = 'package main; import _ "github.com/tidwall/gjson"';
  return `echo '${source}' >"$(dirname "$(find main -name imports.go)")/planted.go"; "$go" mod edit ${edits.join(' ')}`;
}

const built = join(tempDir(), 'plugin1.so');
setUp(async () => {
  const first = await runTool(['build', plugin, '-o', built]);
  assert.equal(first.exitCode, 0, first.stderr);
});

/**
 * Builds with a saboteur: over a plugin of an earlier build, or to a place where there is none. Must end with exit
 * code 1 and leave all as it was.
 * @returns the document, and what the user sees.
 */
async function buildSabotaged(
  script: string,
  { args = [], over }: { args?: string[]; over: boolean },
): Promise<Document & { stderr: string }> {
  const out = tempDir();
  if (over) copyFileSync(built, join(out, 'plugin1.so'));
  const before = [await snapshotTree(out), await snapshotTree(plugin)];
  const command = ['build', plugin, '--json', '-o', join(out, 'plugin1.so'), ...args];
  const { exitCode, stdout, stderr } = await runTool(command, { env: await sabotagedGo(script) });
  assert.equal(exitCode, 1, stderr);
  assert.deepEqual([await snapshotTree(out), await snapshotTree(plugin)], before);
  const document = parseValid('build', stdout) as Document;
  assert.equal(document.output, null);
  for (const { severity } of document.findings) assert.equal(severity, 'error');
  return { ...document, stderr };
}

for (const over of [true, false]) {
  test(`a planted unrenamed package: exit code 1, and ${over ? 'an older plugin is kept' : 'no plugin is written'}`, async () => {
    const { findings, packages, stderr } = await buildSabotaged(await plantGjson(), { over });
    const planned = new Map(packages.map(({ importPath, builtAs }) => [importPath, builtAs]));
    assert.deepEqual(
      findings.map(({ kind, builtAs, plannedAs }) => [kind, builtAs, plannedAs]).sort(),
      TIDWALL.map((path) => ['unplanned-package', path, planned.get(path)]),
    );
    assert.match(
      stderr,
      /^error\[[\w-]+\]: package github\.com\/tidwall\/gjson is in the built file under its original import path/m,
    );
  });
}

test('a missing planned package: exit code 1, and an older plugin is kept', async () => {
  const script = 'find main -name imports.go -delete';
  const { findings, packages, stderr } = await buildSabotaged(script, { over: true });
  const own = packages.find(({ importPath }) => importPath === 'example.com/plugin1/own');
  assert.deepEqual(
    findings.map(({ kind, builtAs, importPath }) => [kind, builtAs, importPath]),
    [['missing-package', own?.builtAs, 'example.com/plugin1/own']],
  );
  assert.match(stderr, /^error\[[\w-]+\]: package \S+ \(example\.com\/plugin1\/own\) was planned, but/m);
});

for (const mode of ['c-shared', 'exe']) {
  for (const flags of [[], ['--', '-ldflags=-s']]) {
    const evidence =
      flags.length === 0 ? 'its symbols show it' : 'stripped, the names of its functions show it';
    test(`a planted unrenamed package with --buildmode=${mode}, which records no hashes: ${evidence}`, async () => {
      const args = [`--buildmode=${mode}`, ...flags];
      const { findings } = await buildSabotaged(await plantGjson(), { args, over: false });
      assert(findings.some(({ builtAs }) => builtAs === 'github.com/tidwall/gjson'));
      assert(findings.every(({ kind }) => kind === 'unplanned-package'));
    });
  }
}

test('a package planted under the prefix while another build uses the shared tree', async () => {
  const { stdout } = await runTool(['build', plugin, '--dry-run', '--json']);
  const { packages } = parseValid('build', stdout) as Document;
  const gjson = packages.find(({ importPath }) => importPath === 'github.com/tidwall/gjson')?.builtAs ?? '';
  const copy = join(toolCache, 'modules', gjson.split('/')[0] ?? '', 'github.com/tidwall/gjson@v1.14.0');
  const script = [
    `mkdir -p '${copy}/planted'`,
    `echo 'package planted' > '${copy}/planted/planted.go'`,
    `echo 'package gjson; import _ "${gjson}/planted"' > '${copy}/import.go'`,
  ].join('; ');
  const { findings } = await buildSabotaged(script, { over: false });
  assert.deepEqual(
    findings.map(({ kind, builtAs }) => [kind, builtAs]),
    [['unplanned-package', `${gjson}/planted`]],
  );
});

test('with a go wrapper that changes nothing, the build succeeds', async () => {
  const out = join(tempDir(), 'plugin1.so');
  const { exitCode, stderr } = await runTool(['build', plugin, '-o', out], {
    env: await sabotagedGo('true'),
  });
  assert.equal(exitCode, 0, stderr);
  assert(existsSync(out));
});
