/** Findings for other programs: --sarif, and annotations of GitHub Actions. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Log, Run } from 'sarif';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { run } from '../../support/process.js';
import { sarifViolations } from '../../support/sarif.js';
import { Workspace } from './workspace.js';

const ACTIONS = { GITHUB_ACTIONS: 'true' };

const EXPOSES = `package main

import "example.com/dep"

func Answer() dep.Answer { return dep.Answer(42) }
`;

/** A plugin with one finding, at plugin/main.go:5:6. */
function exposing(): Workspace {
  return Workspace.of('hello', {
    'plugin/main.go': EXPOSES,
    'dep/dep.go': 'package dep\n\ntype Answer int\n',
    'dep/go.mod': 'module example.com/dep\n\ngo 1.18\n',
    'go.mod':
      'module example.com/hello\n\ngo 1.18\n\nrequire example.com/dep v0.0.0\n\nreplace example.com/dep => ./dep\n',
  });
}

function readLog(workspace: Workspace, file: string): Run {
  const log = JSON.parse(readFileSync(workspace.path(file), 'utf8')) as Log;
  assert.equal(sarifViolations(log), '');
  return log.runs[0] ?? assert.fail();
}

test('build --sarif writes findings with places relative to the repository, beside what it prints', async () => {
  const workspace = exposing();
  const below = workspace.path('plugin');
  mkdirSync(workspace.path('.git'));
  const args = ['build', '.', '--dry-run', '--sarif', '../reports/build.sarif'];
  const { exitCode, stderr } = await workspace.run(args, { cwd: below });
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /^warning\[exported-renamed-type\]: main\.go:5:6: /);
  const { results = [], invocations } = readLog(workspace, 'reports/build.sarif');
  assert.deepEqual(
    results.map(({ ruleId, level, locations }) => [ruleId, level, locations?.[0]?.physicalLocation]),
    [
      [
        'exported-renamed-type',
        'warning',
        {
          artifactLocation: { uri: 'plugin/main.go', uriBaseId: '%SRCROOT%' },
          region: { startLine: 5, startColumn: 6 },
        },
      ],
    ],
  );
  assert.equal(invocations?.[0]?.executionSuccessful, true);
});

test('a failed command replaces the SARIF file of an earlier run, so that nobody reads old findings', async () => {
  const workspace = Workspace.of('hello', { 'log.sarif': '{"version": "2.1.0", "runs": [{"old": 1}]}' });
  for (const args of [
    ['build', './missing'],
    ['verify', 'missing.so'],
  ]) {
    const { exitCode, stderr } = await workspace.run([...args, '--sarif', 'log.sarif']);
    assert.equal(exitCode, 2);
    const [invocation] = readLog(workspace, 'log.sarif').invocations ?? [];
    assert.equal(invocation?.executionSuccessful, false);
    const message = invocation.toolExecutionNotifications?.[0]?.message.text;
    assert.equal(`gorename-plugin: ${message ?? ''}`, stderr);
  }
});

test('--sarif refuses files that are not logs, directories, and the output of the plugin', async () => {
  const workspace = Workspace.of('hello');
  const refuse = (...args: string[]): Promise<string> => workspace.refused(['build', './plugin', ...args]);
  assert.match(
    await refuse('--sarif', 'plugin/main.go'),
    /^cannot write plugin\/main\.go: it already exists/,
  );
  assert.match(await refuse('--sarif', 'plugin'), /^cannot write plugin: it is a directory/);
  assert.match(await refuse('--sarif', 'plugin/go.mod/a.sarif'), /go\.mod is not a directory/);
  const { exitCode, stderr } = await workspace.run(['build', './plugin', '-o', 'a.so', '--sarif', 'a.so']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^gorename-plugin: cannot write a\.so: /);
});

test('--sarif /dev/stdout prints the log', async () => {
  const workspace = Workspace.of('hello');
  const { stdout } = await workspace.shell('tool build ./plugin --dry-run --sarif /dev/stdout | cat');
  assert.match(stdout, /"version": "2\.1\.0"/);
});

test('in GitHub Actions, findings and failures are annotations as well, and names of others are not executed', async () => {
  const workspace = exposing();
  const built = await workspace.run(['build', './plugin', '--dry-run'], { env: ACTIONS });
  assert.match(
    built.stderr,
    /\n::warning file=plugin\/main\.go,line=5,col=6,title=gorename-plugin%3A exported-renamed-type::plugin\/main\.go:5:6: exported func Answer .*%0A.*$/,
  );
  const failed = await workspace.run(['build', '\n::add-mask::x'], { env: ACTIONS });
  assert.match(failed.stderr, /^\\x3a:add-mask::x/m);
  assert.match(failed.stderr, /^::error title=gorename-plugin::.*%0A::add-mask::x/m);
  assert.deepEqual(failed.stderr.match(/^\s*::\w+/gm), ['::error']);
  const json = await workspace.run(['verify', '##[add-mask]x', '--json'], { env: ACTIONS });
  assert.doesNotMatch(json.stdout + json.stderr.replace(/^::error.*$/m, ''), /##\[/);
  assert.match(JSON.stringify(JSON.parse(json.stdout)), /##\[add-mask\]x/);
  const elsewhere = await workspace.run(['build', './plugin', '--dry-run']);
  assert.doesNotMatch(elsewhere.stderr, /^::/m);
});

test('the log of an up-to-date plugin has the findings of its build', async () => {
  const workspace = exposing();
  for (const times of [1, 2]) {
    writeFileSync(workspace.path('log.sarif'), '');
    const { exitCode } = await workspace.run(['build', './plugin', '-o', 'a.so', '--sarif', 'log.sarif']);
    assert.equal(exitCode, 0, String(times));
    assert.equal(readLog(workspace, 'log.sarif').results?.length, 1);
  }
});

test('explain and rewrite write logs and annotations of their findings, and why they matter', async () => {
  const workspace = exposing();
  const host = {
    'host/main.go':
      'package main\n\nimport (\n\t_ "plugin"\n\n\t_ "example.com/unused"\n)\n\nfunc main() {}\n',
    'host/go.mod':
      'module example.com/host\n\ngo 1.18\n\nrequire example.com/unused v0.0.0\n\nreplace example.com/unused => ./unused\n',
    'host/unused/unused.go': 'package unused\n',
    'host/unused/go.mod': 'module example.com/unused\n\ngo 1.18\n',
  };
  workspace.write(host);
  const built = await run('go', ['build', '-o', '../server', '.'], { cwd: workspace.path('host') });
  assert.equal(built.exitCode, 0, built.stderr);
  const exposed = ['exported-renamed-type', 'file=plugin/main.go,line=5,col=6'] as const;
  for (const [args, ...expected] of [
    [
      ['explain', './plugin', '--host', './server', '--host-src', './host', '--keep', 'example.com/unused'],
      ['keep-unused', 'file=plugin/go.mod,line=1'],
      exposed,
    ],
    [['rewrite', './plugin', '--out', 'out'], exposed],
  ] as const) {
    const [command] = args;
    const { exitCode, stderr } = await workspace.run([...args, '--sarif', 'log.sarif'], { env: ACTIONS });
    assert.equal(exitCode, 0, stderr);
    for (const [kind, place] of expected) {
      const { why } = KINDS[kind];
      assert.ok(stderr.includes(`\n    why: ${why}\n`), stderr);
      const title = `${place},title=gorename-plugin%3A ${kind}::`;
      const annotation = stderr.split('\n').find((line) => line.startsWith(`::warning ${title}`));
      assert.ok(annotation?.includes(`%0A${why}%0A`), stderr);
    }
    const { results = [], automationDetails, tool } = readLog(workspace, 'log.sarif');
    assert.equal(automationDetails?.id, `gorename-plugin/${command}/`);
    assert.deepEqual(
      results.map(({ ruleId, ruleIndex = -1 }) => [ruleId, tool.driver.rules?.[ruleIndex]?.id]),
      expected.map(([kind]) => [kind, kind]),
    );
  }
});

test('with -v, rewrite shows all findings with source lines and the commands that fix findings', async () => {
  const workspace = Workspace.of('hello', {
    'plugin/main.go':
      'package main\n\nimport "expvar"\n\nvar Answer = 42\n\nvar a, b, c = expvar.NewInt("a"), expvar.NewInt("b"), expvar.NewInt("c")\nvar d, e = expvar.NewInt("d"), expvar.NewInt("e")\n',
  });
  const args = ['rewrite', './plugin', '--out', 'out'];
  const few = await workspace.run(args);
  assert.match(few.stderr, /\n {4}and 2 more of this kind; -v shows all$/);
  const { stderr } = await workspace.run([...args, '-v', '--', '-trimpath']);
  assert.equal(stderr.match(/^warning\[own-registration\]/gm)?.length, 5);
  assert.equal(stderr.match(/^ {4}why: /gm)?.length, 1);
  assert.match(stderr, /^ {2}8 \| var d, e = .*\n {4}\| {12}\^$/m);
  assert.match(
    stderr,
    /^ {4}fix: gorename-plugin rewrite \.\/plugin --out out -v --isolate-own -- -trimpath$/m,
  );
});
