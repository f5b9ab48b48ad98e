/** The JSON documents of the real tool against the shipped schemas. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FindingKind } from '../../../src/findings/finding.js';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { NO_POLICY } from '../../../src/findings/policy.js';
import { findingDocument } from '../../../src/report/buildDocument.js';
import { EXAMPLE_CWD, EXAMPLES } from '../../unit/findings/examples.js';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { sarifViolations } from '../../support/sarif.js';
import { parseValid, violations } from '../../support/validator.js';

interface Document {
  output: string | null;
  prefix: string;
  main: { importPath: string; builtAs: string };
  packages: { importPath: string; builtAs: string; version: string | null; decision: string }[];
  isolated: { importPath: string; statePackage: string; isolation: string }[];
  findings: { kind: string; severity: string }[];
  timings: Record<string, number>;
}

interface Rewritten extends Document {
  output: string;
  command: string[];
  makefile: string;
}

const plugin1 = copyFixture('systems/plugin1');
const plugin2 = copyFixture('systems/plugin2');
const out = tempDir();

async function toolJson(args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runTool([...args, '--json'], { cwd: out });
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

test('build --json: one document, with all stages and a finding', async () => {
  const output = join(out, 'plugin2.so');
  const document = parseValid('build', await toolJson(['build', plugin2, '-o', output])) as Document;
  assert.equal(document.output, output);
  for (const stage of ['load', 'plan', 'write', 'build', 'verify']) assert(stage in document.timings, stage);
  assert.deepEqual(document.packages.map(({ importPath, version }) => `${importPath} ${version}`).sort(), [
    'example.com/plugin2 null',
    'github.com/tidwall/gjson v1.14.0',
    'github.com/tidwall/match v1.1.1',
    'github.com/tidwall/pretty v1.2.0',
  ]);
  assert.deepEqual(
    document.findings.map(({ kind, severity }) => [kind, severity]),
    [['exported-renamed-type', 'warning']],
  );

  // What the schema says of the tool's document it does not say of a slightly different one.
  const changes: [what: string, change: object][] = [
    ['a further field', { extra: 1 }],
    ['another version of the format', { formatVersion: 2 }],
    ['no output', { output: undefined }],
    ['a further field of a package', { packages: [{ ...document.packages[0], extra: 1 }] }],
    ['a package without its path', { packages: [{ ...document.packages[0], builtAs: undefined }] }],
    ['an unknown decision', { packages: [{ ...document.packages[0], decision: 'drop' }] }],
    ['an unknown kind', { findings: [{ ...document.findings[0], kind: 'other' }] }],
    ['another severity', { findings: [{ ...document.findings[0], severity: 'note' }] }],
    [
      'a finding that does not say whether it is allowed',
      { findings: [{ ...document.findings[0], allowed: undefined }] },
    ],
    ['a further field of a finding', { findings: [{ ...document.findings[0], extra: 1 }] }],
    ['no list of what is isolated', { isolated: undefined }],
    ['an unknown stage', { timings: { other: 1 } }],
  ];
  for (const [what, change] of changes) {
    const changed: unknown = JSON.parse(JSON.stringify({ ...document, ...change }));
    assert.notEqual(violations('build', changed), '', what);
  }
});

test('build --dry-run --json: the plan, and no output', async () => {
  const document = parseValid('build', await toolJson(['build', plugin2, '--dry-run'])) as Document;
  assert.equal(document.output, null);
  assert(!('write' in document.timings));
  assert.equal(document.packages.length, 4);
});

test('build --json of several plugins: an array in their order', async () => {
  const stdout = await toolJson(['build', plugin1, plugin2, '--dry-run']);
  const documents = parseValid('build', stdout) as Document[];
  assert.deepEqual(
    documents.map(({ main }) => main.importPath),
    ['example.com/plugin1', 'example.com/plugin2'],
  );
  assert.equal(documents[0]?.prefix, documents[1]?.prefix);
  assert.notEqual(violations('build', []), '');
});

test('build --json of a plugin whose dependency registers with the standard library', async () => {
  const glog = fixtureDir('corpus/glog/plugin');
  const document = parseValid('build', await toolJson(['build', glog, '--dry-run'])) as Document;
  const uses = document.isolated.map(
    ({ importPath, statePackage, isolation }) => `${importPath} ${statePackage} ${isolation}`,
  );
  assert(uses.includes('github.com/golang/glog flag flag'), uses.join('\n'));
});

test('rewrite --json: the same kind of document, whose output is the tree', async () => {
  const tree = join(out, 'tree');
  const document = parseValid('build', await toolJson(['rewrite', plugin2, '--out', tree])) as Rewritten;
  assert.equal(document.output, tree);
  assert(!('build' in document.timings));
  assert.equal(document.makefile, join(tree, 'gorename-plugin.mk'));
  const [program = '', ...args] = document.command;
  const { exitCode, stderr } = await run(program, args, { cwd: document.output });
  assert.equal(exitCode, 0, stderr);
  assert(existsSync(join(tree, 'plugin2.so')) && existsSync(document.makefile));
  assert.notEqual(violations('build', { ...document, command: undefined }), '');
});

test('verify --json: renamed and plain plugins in their order', async () => {
  interface Verified {
    plugins: { file: string; prefix: string | null; packages: object[] }[];
  }
  const [renamed, plain] = [join(out, 'renamed.so'), join(out, 'plain.so')];
  await toolJson(['build', plugin1, '-o', renamed]);
  await goBuild(plugin1, plain, ['-buildmode=plugin']);
  const document = parseValid(
    'verify',
    await toolJson(['verify', 'renamed.so', plain, '--sarif', 'v.sarif']),
  ) as Verified;
  const log: unknown = JSON.parse(readFileSync(join(out, 'v.sarif'), 'utf8'));
  assert.equal(sarifViolations(log), '');
  assert.deepEqual(
    document.plugins.map(({ file, prefix }) => [file, prefix === null]),
    [
      [renamed, false],
      [plain, true],
    ],
  );
  for (const change of [
    { extra: 1 },
    { formatVersion: 2 },
    { plugins: [{ ...document.plugins[0], extra: 1 }] },
  ]) {
    assert.notEqual(violations('verify', { ...document, ...change }), '');
  }
});

test('--json writes a document for the failure of each command, after those of the plugins before it', async () => {
  const missing = join(out, 'missing');
  for (const [schema, args] of [
    ['build', ['build', missing]],
    ['build', ['rewrite', missing, '--out', join(out, 'other')]],
    ['build', ['build', plugin1, '--unknown']],
    ['verify', ['verify', missing]],
    ['verify', ['verify']],
  ] as const) {
    const { exitCode, stdout } = await runTool([...args, '--json'], { cwd: out });
    assert.equal(exitCode, 2);
    const { error, ...others } = parseValid(schema, stdout) as { error: { message: string } };
    assert(error.message.length > 10);
    assert.deepEqual(others, { formatVersion: 1 });
    assert.notEqual(violations(schema, { formatVersion: 1, error: { ...error, extra: 1 } }), '');
  }
  const { stdout } = await runTool(['build', plugin1, missing, '--dry-run', '--json'], { cwd: out });
  const [done, failed, ...more] = parseValid('build', stdout) as object[];
  assert(done && 'packages' in done && failed && 'error' in failed && more.length === 0);
});

const examples = Object.values(EXAMPLES).map((example) => {
  return JSON.parse(JSON.stringify(findingDocument(example, EXAMPLE_CWD, NO_POLICY))) as {
    kind: FindingKind;
  };
});
/** Fields that some findings of the kind do not have. */
const OPTIONAL = new Set([
  'unplanned-package plannedAs',
  'shared-c-library libraryVersion',
  'host-source-differs sourceDir',
  'host-source-differs revision',
  'c-library-differs compiler',
  'c-library-differs debianPackage',
  'probe-refused host',
]);

/** Fields that are null in some findings of the kind. */
const NULLABLE = new Set(['plugins-share-state prefixTemplate', 'shared-registration method']);

for (const schema of ['build', 'verify', 'probe', 'explain'] as const) {
  test(`the schema of ${schema} allows the findings that ${schema} reports, and no others`, () => {
    const judge = (finding: object): string => violations(schema, documentWith(finding, schema));
    for (const finding of examples) {
      const isReported = KINDS[finding.kind].reportedBy.some((command) => command === schema);
      assert.equal(judge(finding) === '', isReported, finding.kind);
      if (!isReported) continue;
      assert.notEqual(judge({ ...finding, extra: 1 }), '', finding.kind);
      for (const field of Object.keys(finding)) {
        const name = `${finding.kind} ${field}`;
        const without = Object.fromEntries(Object.entries(finding).filter(([key]) => key !== field));
        assert.equal(judge(without) === '', OPTIONAL.has(name), name);
        assert.equal(judge({ ...finding, [field]: null }) === '', NULLABLE.has(name), name);
      }
    }
  });
}

/** A document of a command with one finding. */
function documentWith(finding: object, schema: string): object {
  if (schema !== 'verify') return { formatVersion: 1, findings: [finding] };
  const packages = [{ importPath: 'a', builtAs: 'a', module: null, version: null, hash: '00' }];
  const plugin = {
    file: '/a',
    goVersion: '',
    pluginPath: 'a',
    prefix: null,
    packages,
    exports: [],
    plan: null,
  };
  const prediction = { verdict: 'loads', differing: [], findings: [finding] };
  const plugins = [{ ...plugin, prediction, findings: [] }];
  return { formatVersion: 1, host: '/h', hostKind: 'binary', hostGoVersion: '', plugins, findings: [] };
}

test('each kind of finding is reported by a command', () => {
  for (const { kind, reportedBy } of Object.values(KINDS)) assert(reportedBy.length > 0, kind);
});
