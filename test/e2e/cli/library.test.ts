/** The library, as a project uses it that has installed the package. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BuildDocument } from '../../../src/report/documents.js';
import { fixtureDir, projectDir, snapshotTree, tempDir } from '../../support/files.js';
import { buildHost } from '../../support/go.js';
import { run } from '../../support/process.js';
import { setUp } from '../../support/setUp.js';
import { installPackage } from '../install/npmPackage.js';
import { Workspace } from './workspace.js';

interface Failure {
  message?: string;
  advice?: string;
  kinds?: string[];
  document?: boolean;
  other?: string;
}

interface Result {
  outputs: string[];
  prefixes: string[];
  stages: string[];
  upToDate: boolean;
  dry: BuildDocument;
  verdict: string;
  missing: Failure;
  refused: Failure;
  misspelt: Failure;
  mistyped: Failure;
  stopped: Failure;
  thrown: Failure;
  before: object;
  sameProcess: object;
}

const workspace = Workspace.of('hello', {
  'plugin/loud.go': '//go:build loud\n\npackage main\n\nfunc init() { mark = "!" }\n',
  'plugin/mark.go': 'package main\n\nvar mark string\n\nfunc Marked() string { return mark }\n',
  'plugin/main.go':
    'package main\n\nimport "example.com/hello/plugin/greet"\n\nfunc Answer() string { return greet.Hello() + mark }\n\nfunc main() {}\n',
});
const outputs = [join(tempDir(), 'first.so'), join(tempDir(), 'second.so')] as const;
let host: string;
let tree: Record<string, string>;
let result: Result;
let stderr: string;
let types: string;

setUp(async () => {
  const project = join(await installPackage(['--ignore-scripts']), '../..');
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  cpSync(join(fixtureDir('library'), 'consumer.ts'), join(project, 'consumer.ts'));
  cpSync(join(projectDir, 'node_modules/@types'), join(project, 'node_modules/@types'), { recursive: true });
  cpSync(join(projectDir, 'node_modules/undici-types'), join(project, 'node_modules/undici-types'), {
    recursive: true,
  });
  const tsc = [join(projectDir, 'node_modules/typescript/bin/tsc'), '--strict', '--module', 'nodenext'];
  const compiled = await run(
    process.execPath,
    [...tsc, '--target', 'es2022', '--types', 'node', 'consumer.ts'],
    { cwd: project },
  );
  types = compiled.stdout;
  host = await buildHost('hosts/loader');
  tree = await snapshotTree(workspace.dir);
  const ran = await run(
    process.execPath,
    ['consumer.js', ...outputs, host, workspace.dir, workspace.cache],
    workspace.options({ cwd: project }),
  );
  stderr = ran.stderr;
  result = JSON.parse(ran.stdout) as Result;
});

test('the types of the library are right for a strict TypeScript project, which knows each option', () => {
  assert.equal(types, '');
});

test('two builds at the same time, each with its environment, give plugins that the host loads', async () => {
  assert.deepEqual(result.outputs, outputs);
  const { stdout, stderr } = await run(host, ['-text', ...outputs]);
  const [loud = '', quiet = ''] = stdout.trim().split('\n');
  assert.equal(stderr, '');
  assert.equal(loud, `${quiet}!`);
});

test('the library reports stages, knows a plugin that is up to date, and predicts plugin.Open', () => {
  for (const stage of ['load', 'plan', 'build', 'verify']) assert(result.stages.includes(stage), stage);
  assert.equal(result.upToDate, true);
  assert.equal(result.verdict, 'loads');
});

test('a dry run returns the plan and the findings of the command, and writes nothing', async () => {
  const args = ['build', 'plugin', '--host', host, '--dry-run', '--json'];
  const { exitCode, stdout } = await workspace.run(args);
  assert.equal(exitCode, 0);
  const { packages, findings, output } = JSON.parse(stdout) as BuildDocument;
  assert.notEqual(packages.length, 0);
  assert.deepEqual(
    {
      packages: result.dry.packages.map(withoutPrefix),
      findings: result.dry.findings,
      output: result.dry.output,
    },
    { packages: packages.map(withoutPrefix), findings, output },
  );
  assert(!existsSync(`${outputs[1]}.dry`));
});

/** A plan's prefix contains the time. */
function withoutPrefix({ builtAs, ...planned }: BuildDocument['packages'][number]): object {
  return { ...planned, builtAs: builtAs.replace(/^t_\d+_/, '') };
}

test('a failure is a GorenameError with advice, a refusal has its findings', () => {
  assert.match(result.missing.message ?? '', /^absent: no such directory/);
  assert.notEqual(result.missing.advice, undefined);
  assert.equal(result.missing.document, true);
  assert.deepEqual(result.refused.kinds, ['host-setting-overridden', 'platform-differs']);
  assert.match(result.refused.message ?? '', / \[platform-differs\]$/);
});

test('an option that is wrong is named, with what is expected', () => {
  assert.equal(result.misspelt.message, 'buildPlugin: unknown option hots');
  assert.match(result.misspelt.advice ?? '', /^Did you mean host/);
  assert.equal(result.mistyped.message, 'buildPlugin: option keep.0: expected string, received 7');
});

test('a signal stops a build with its own reason, and so does an error of onProgress', () => {
  assert.equal(result.stopped.other, 'Error: enough');
  assert.equal(result.thrown.other, 'Error: mine');
  for (const output of ['stopped', 'thrown']) assert(!existsSync(`${outputs[1]}.${output}`), output);
});

test('the library prints nothing, and changes neither the process nor the directory of the plugin', async () => {
  assert.equal(stderr, '');
  assert.deepEqual(result.sameProcess, result.before);
  assert.deepEqual(await snapshotTree(workspace.dir), tree);
});
