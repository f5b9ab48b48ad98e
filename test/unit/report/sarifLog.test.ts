/** SARIF logs and annotations, of one finding of each kind. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Log } from 'sarif';
import type { Finding, FindingKind } from '../../../src/findings/finding.js';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { formatAnnotation, formatFailureAnnotation } from '../../../src/report/annotation.js';
import { jsonWithoutCommands, withoutCommands } from '../../../src/report/printable.js';
import { sarifLog, type ReportedRun } from '../../../src/report/sarifLog.js';
import { tempDir } from '../../support/files.js';
import { sarifViolations } from '../../support/sarif.js';
import { EXAMPLE_CWD, EXAMPLES } from '../findings/examples.js';

const RUN: ReportedRun = {
  command: 'build',
  findings: [],
  failure: undefined,
  exitCode: 0,
  cwd: EXAMPLE_CWD,
  version: '0.1.0',
};

function logOf(changes: Partial<ReportedRun>): Log {
  const log = JSON.parse(JSON.stringify(sarifLog({ ...RUN, ...changes }))) as Log;
  assert.equal(sarifViolations(log), '');
  return log;
}

function reported(finding: Finding): ReportedRun['findings'][number] {
  return { finding, subject: join(EXAMPLE_CWD, 'go.mod') };
}

for (const command of ['build', 'verify'] as const) {
  test(`a log of ${command} with all its findings is valid, and each result has its rule and a location`, () => {
    const kinds = Object.values(KINDS).filter(({ reportedBy }) => reportedBy.includes(command));
    const findings = kinds.map(({ kind }) => reported(EXAMPLES[kind]));
    const { results = [], tool } = logOf({ command, findings }).runs[0] ?? assert.fail();
    const rules = tool.driver.rules ?? [];
    assert.equal(results.length, kinds.length);
    for (const [index, { ruleId, ruleIndex = -1, level, locations = [] }] of results.entries()) {
      assert.equal(rules[ruleIndex]?.id, ruleId);
      assert.equal(level, kinds[index]?.severity);
      assert.equal(locations.length, 1);
      assert.match(locations[0]?.physicalLocation?.artifactLocation?.uri ?? '', /^[^/]/);
    }
  });
}

test('each kind of finding has a description and help from its page', () => {
  const all = (['build', 'verify', 'probe', 'explain'] as const).flatMap(
    (command) => logOf({ command }).runs[0]?.tool.driver.rules ?? [],
  );
  const kinds = new Set<string>();
  for (const { id, shortDescription, fullDescription, help } of all) {
    kinds.add(id);
    assert.match(shortDescription?.text ?? '', /^[A-Z][a-z ]+$/, id);
    assert.equal(fullDescription?.text, KINDS[id as FindingKind].why);
    assert.doesNotMatch(help?.markdown ?? '', /\]\((?!https)/, id);
    assert.match(help?.text ?? '', /## What to do/, id);
  }
  assert.equal(kinds.size, Object.keys(KINDS).length);
});

test('paths in a log are relative to the root of the repository, percent-encoded, and columns count UTF-16 units', () => {
  const root = tempDir();
  const cwd = join(root, 'sub dir');
  mkdirSync(join(root, '.git'));
  mkdirSync(cwd);
  const file = join(cwd, 'a#b é.go');
  writeFileSync(file, 'package main\n\nvar _ = "äöü𝄞", sql.Register\n');
  const column = Buffer.from('var _ = "äöü𝄞", ').length + 1;
  const position = { file, line: 3, column };
  const finding: Finding = { ...EXAMPLES['own-registration'], position };
  const [result] =
    logOf({ cwd, findings: [{ finding, subject: join(root, 'go.mod') }] }).runs[0]?.results ?? [];
  assert.deepEqual(result?.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: 'sub%20dir/a%23b%20%C3%A9.go', uriBaseId: '%SRCROOT%' },
        region: { startLine: 3, startColumn: 'var _ = "äöü𝄞", '.length + 1 },
      },
    },
  ]);
});

test('a name that is not UTF-8 becomes its bytes', () => {
  const finding: Finding = {
    ...EXAMPLES['own-registration'],
    position: { file: join(EXAMPLE_CWD, 'x\udcff.go'), line: 1, column: 1 },
  };
  const log = logOf({ findings: [reported(finding)] });
  assert.match(JSON.stringify(log), /"uri":"x%FF\.go"/);
  assert.doesNotMatch(JSON.stringify(log), /\\udcff/);
});

test('a finding in a dependency is shown at the subject, with the place in the dependency as a related location', () => {
  const position = { file: '/go/pkg/mod/x@v1.0.0/x.go', line: 9, column: 2 };
  const finding: Finding = { ...EXAMPLES['global-state-unclear'], position };
  const [result] = logOf({ findings: [reported(finding)] }).runs[0]?.results ?? [];
  assert.deepEqual(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri, 'go.mod');
  const related = result.relatedLocations?.[0]?.physicalLocation;
  assert.deepEqual(related?.artifactLocation?.uri, 'file:///go/pkg/mod/x@v1.0.0/x.go');
  assert.equal(related.region?.startLine, 9);
});

test('the log of a command that failed says why, and that it was not successful', () => {
  const failure = { message: 'go build failed', advice: 'Fix it.' };
  const [invocation] = logOf({ failure, exitCode: 2 }).runs[0]?.invocations ?? [];
  assert.equal(invocation?.executionSuccessful, false);
  assert.equal(invocation.exitCode, 2);
  assert.equal(invocation.toolExecutionNotifications?.[0]?.message.text, 'go build failed\nFix it.');
});

test('an annotation has file, line, column and kind, and its text cannot end it', () => {
  const finding: Finding = {
    ...EXAMPLES['own-registration'],
    position: { file: join(EXAMPLE_CWD, 'a,b:c%.go'), line: 9, column: 12 },
    reason: 'bad\n::error::gone\r\u001b[31m 100%',
  };
  const text = formatAnnotation(reported(finding), EXAMPLE_CWD);
  assert.match(
    text,
    /^::warning file=a%2Cb%3Ac%25\.go,line=9,col=12,title=gorename-plugin%3A own-registration::/,
  );
  assert.match(text, /bad%0A::error::gone\\x0d\\x1b\[31m 100%25/);
  assert.doesNotMatch(text, /[\r\n]/);
});

test('each finding is one line as an annotation', () => {
  for (const kind of Object.keys(EXAMPLES) as FindingKind[])
    assert.match(
      formatAnnotation(reported(EXAMPLES[kind]), EXAMPLE_CWD),
      /^::(error|warning) file=\S+?,line=\d+.*$/,
    );
  assert.equal(
    formatFailureAnnotation({ message: 'one\ntwo', advice: undefined }),
    '::error title=gorename-plugin::one%0Atwo',
  );
});

test('text of others contains no commands for a runner of GitHub Actions', () => {
  const cases: [string, string][] = [
    ['::error::x', '\\x3a:error::x'],
    ['a\n \u2003::add-mask::x', 'a\n \u2003\\x3a:add-mask::x'],
    ['see std::vector', 'see std::vector'],
    [': one', ': one'],
    ['a ##[error]x', 'a #\\x23[error]x'],
    ['###[error]x', '##\\x23[error]x'],
  ];
  for (const [text, safe] of cases) assert.equal(withoutCommands(text), safe);
  assert.deepEqual(JSON.parse(jsonWithoutCommands('{"a":"##[error]x"}')), { a: '##[error]x' });
  assert.doesNotMatch(jsonWithoutCommands('{"a":"##[error]x"}'), /##\[/);
});

test('a finding that the user allows is suppressed, and one that --strict makes an error is one', () => {
  const finding = EXAMPLES['own-registration'];
  const [allowed, strict] = (['allowed', 'error'] as const).map((judged) => {
    const log = logOf({ findings: [{ ...reported(finding), judged }] });
    return log.runs[0]?.results?.[0];
  });
  assert.deepEqual([allowed?.level, allowed?.suppressions?.length], ['warning', 1]);
  assert.deepEqual([strict?.level, strict?.suppressions], ['error', undefined]);
  assert.match(formatAnnotation({ ...reported(finding), judged: 'error' }, EXAMPLE_CWD), /^::error /);
});
