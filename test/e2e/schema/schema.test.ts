/** The JSON documents of the real tool against the shipped schemas. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { ISOLATION_KINDS } from '../../../src/model/isolation.js';
import { findingDocument } from '../../../src/report/buildDocument.js';
import { EXAMPLE_CWD, EXAMPLES } from '../../unit/findings/examples.js';
import { copyFixture, fixtureDir, tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';
import { run, runTool } from '../../support/process.js';
import { parseValid, readSchema, violations } from '../../support/validator.js';

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
    ['another version of the format', { version: 2 }],
    ['no output', { output: undefined }],
    ['a further field of a package', { packages: [{ ...document.packages[0], extra: 1 }] }],
    ['a package without its path', { packages: [{ ...document.packages[0], builtAs: undefined }] }],
    ['an unknown decision', { packages: [{ ...document.packages[0], decision: 'drop' }] }],
    ['an unknown kind', { findings: [{ ...document.findings[0], kind: 'other' }] }],
    ['another severity', { findings: [{ ...document.findings[0], severity: 'error' }] }],
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
  const { isolated } = readSchema('build')['$defs'] as {
    isolated: { properties: { isolation: { enum: string[] } } };
  };
  const kinds = ISOLATION_KINDS.filter((kind) => kind !== 'c');
  assert.deepEqual(isolated.properties.isolation.enum.sort(), kinds.sort());
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
  const document = parseValid('verify', await toolJson(['verify', 'renamed.so', plain])) as Verified;
  assert.deepEqual(
    document.plugins.map(({ file, prefix }) => [file, prefix === null]),
    [
      [renamed, false],
      [plain, true],
    ],
  );
  for (const change of [{ extra: 1 }, { version: 2 }, { plugins: [{ ...document.plugins[0], extra: 1 }] }]) {
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
    assert.deepEqual(others, { version: 1 });
    assert.notEqual(violations(schema, { version: 1, error: { ...error, extra: 1 } }), '');
  }
  const { stdout } = await runTool(['build', plugin1, missing, '--dry-run', '--json'], { cwd: out });
  const [done, failed, ...more] = parseValid('build', stdout) as object[];
  assert(done && 'packages' in done && failed && 'error' in failed && more.length === 0);
});

const kindsOf = (schema: 'build' | 'probe' | 'host-findings'): string[] => {
  const { finding } = readSchema(schema)['$defs'] as { finding: { oneOf: { $ref: string }[] } };
  return finding.oneOf
    .map(({ $ref }) => $ref)
    .filter(($ref) => $ref.startsWith('#'))
    .map(($ref) => $ref.replace('#/$defs/', ''));
};

const empty = {
  build: {
    version: 1,
    output: null,
    prefix: 't_1',
    ownPrefix: 't_1_own',
    main: { importPath: 'a', builtAs: 'b' },
    packages: [
      { importPath: 'a', builtAs: 'b', module: 'a', version: null, decision: 'rename', reason: 'main' },
    ],
    isolated: [],
    timings: {},
  },
  probe: {
    version: 1,
    host: null,
    plugins: [
      { file: 'a', goVersion: '', pluginPath: 'a', state: 'loaded', symbols: [], stack: [], output: '' },
    ],
  },
};

for (const schema of ['build', 'probe'] as const) {
  test(`an example of each kind of finding in ${schema} is valid`, () => {
    const kinds = [...kindsOf(schema), ...(schema === 'build' ? kindsOf('host-findings') : [])];
    const findings = Object.values(EXAMPLES)
      .filter(({ kind }) => kinds.includes(kind))
      .map((example) => findingDocument(example, EXAMPLE_CWD));
    const document = { ...empty[schema], findings: JSON.parse(JSON.stringify(findings)) as object[] };
    assert.equal(violations(schema, document), '');
    const optional = ['plannedAs', 'version', 'host', 'source', 'revision', 'compiler', 'debianPackage'];
    for (const finding of document.findings) {
      for (const field of Object.keys(finding).filter((name) => !optional.includes(name))) {
        const without = { ...document, findings: [{ ...finding, [field]: undefined }] };
        assert.notEqual(violations(schema, JSON.parse(JSON.stringify(without))), '', field);
      }
    }
  });
}

test('the schemas contain all kinds of findings, each once', () => {
  const known = [...kindsOf('build'), ...kindsOf('host-findings'), ...kindsOf('probe')];
  assert.deepEqual(known.sort(), Object.keys(KINDS).sort());
});
