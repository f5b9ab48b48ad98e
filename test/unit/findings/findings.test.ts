import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { severityOf, type Finding } from '../../../src/findings/finding.js';
import { KINDS } from '../../../src/findings/kinds.generated.js';
import { describeFinding, formatFinding } from '../../../src/findings/findingText.js';
import { projectDir } from '../../support/files.js';
import { EXAMPLE_CWD, EXAMPLES } from './examples.js';

const pages = join(projectDir, 'docs/findings');
const message = (finding: Finding): string => describeFinding(finding, EXAMPLE_CWD).message;

/** Values that choose between texts; kinds, which are the page's name, are none that a text has to repeat, either. */
const KEYWORDS = new Set<string>([
  'host',
  'plugin',
  'version',
  'path',
  'context-read',
  ...Object.keys(KINDS),
]);

/** The strings of a field and of the entries of a list; positions are shown as seen from the user's directory. */
function textsIn(value: unknown): string[] {
  const entries: unknown[] = Array.isArray(value)
    ? value.flatMap((one: unknown) =>
        typeof one === 'string' ? [one] : (Object.values(one as object) as unknown[]),
      )
    : [value];
  return entries.filter((entry) => typeof entry === 'string').filter((entry) => !KEYWORDS.has(entry));
}

test('each kind of finding is an error or a warning, and its page says which', () => {
  for (const { kind, severity } of Object.values(KINDS)) {
    const page = readFileSync(join(pages, `${kind}.md`), 'utf8');
    assert(page.includes(severity === 'error' ? '\n**Error.** ' : '\n**Warning.** '), kind);
  }
});

test('why a kind of finding matters is one short sentence that neither message nor advice repeats', () => {
  for (const [kind, example] of Object.entries(EXAMPLES)) {
    const { message: what, why, advice } = describeFinding(example, EXAMPLE_CWD);
    assert.match(why, /^[A-Za-z][^\n]{30,140}[^.]\.$/, kind);
    assert.doesNotMatch(why, /[.] [A-Z]/, kind);
    assert(!advice.includes(why) && !what.includes(why.slice(0, -1)), kind);
  }
});

test('every kind of finding has its page, and every page its kind', () => {
  const expected = Object.keys(KINDS)
    .map((kind) => `${kind}.md`)
    .concat('README.md');
  assert.deepEqual(readdirSync(pages).sort(), expected.sort());
});

for (const [kind, example] of Object.entries(EXAMPLES)) {
  test(`the page of ${kind} shows its severity, exit code and real output`, () => {
    const page = readFileSync(join(pages, `${kind}.md`), 'utf8');
    assert(page.startsWith(`# ${kind}\n\n`));
    const severity = severityOf(example);
    assert(page.includes(severity === 'error' ? '\n**Error.** ' : '\n**Warning.** '));
    assert(page.includes(severity === 'error' ? '; exit code 1.' : '; exit code 0.'));
    assert(
      page.includes(`\n\`\`\`\n${formatFinding(example, EXAMPLE_CWD)}\n\`\`\`\n`),
      formatFinding(example, EXAMPLE_CWD),
    );
    assert(page.includes('\n## What to do\n'));
  });

  test(`the text of ${kind} is one line that says what happened, why it matters, and what to do`, () => {
    const text = formatFinding(example, EXAMPLE_CWD);
    assert.match(
      text,
      /^(error|warning)\[[a-z-]+\]: [^\n]+(\n {6}[^\n]+)*\n {4}why: [^\n]+\.\n {4}[^\n]+\.$/,
    );
    assert(text.startsWith(`${severityOf(example)}[${kind}]: `));
    for (const value of Object.values(example).flatMap(textsIn)) assert(text.includes(value), value);
  });
}

test('a source position is shown relative to the current directory, or absolute if that is shorter', () => {
  const leak = EXAMPLES['exported-renamed-type'];
  const at = (file: string): string =>
    message({ ...leak, position: { file, line: 3, column: 7 } }).split(' ')[0] ?? '';
  assert.equal(at(`${EXAMPLE_CWD}/a/main.go`), 'a/main.go:3:7:');
  assert.equal(at('/home/user/other/main.go'), '../other/main.go:3:7:');
  assert.equal(at('/x/main.go'), '/x/main.go:3:7:');
});

test('the text of a finding leaves out what its data lacks', () => {
  const leak = EXAMPLES['exported-renamed-type'];
  assert.doesNotMatch(message({ ...leak, via: [] }), /through/);
  assert.match(message({ ...leak, via: ['A', 'B'] }), / \(through A, B\)/);
  assert.match(
    message({ kind: 'unplanned-package', builtAs: 'dep.org/d', plannedAs: undefined }),
    /^package dep\.org\/d is in the built file, but not in the plan$/,
  );
  assert.match(
    message({ ...leak, via: [], typeName: 'result of gjson.Parse' }),
    / exposes the result of gjson\.Parse \(github\.com\/tidwall\/gjson\), which/,
  );
  const refused = EXAMPLES['probe-refused'];
  assert.doesNotMatch(describeFinding({ ...refused, host: undefined }, EXAMPLE_CWD).advice, /--host/);
  const replica = EXAMPLES['host-replica-differs'];
  assert.match(message({ ...replica, missing: [] }), / from \/srv\/server: 1 different package$/);
  const many = Array.from({ length: 10 }, (_, index) => `p${index}`);
  const { details } = describeFinding({ ...replica, differing: [], missing: many, reasons: [] }, EXAMPLE_CWD);
  assert.deepEqual(details, ['missing: p0, p1, p2, p3, p4, p5, p6, p7 and 2 more']);
  const library = EXAMPLES['shared-c-library'];
  assert.match(message({ ...library, libraryVersion: undefined }), / libz\.so\.1 by name/);
  assert.match(message({ ...library, importPaths: ['a', 'b'] }), /^a, b link the/);
});

test('the text on an unclear name that is not changed is on its page', () => {
  const left = { ...EXAMPLES['global-state-unclear'], taken: false };
  assert.match(
    message(left),
    /: cannot determine whether this is flag\.String: unsupported syntax in this file$/,
  );
  const page = readFileSync(join(pages, 'global-state-unclear.md'), 'utf8');
  assert(page.includes(`\n\`\`\`\n${formatFinding(left, EXAMPLE_CWD)}\n\`\`\`\n`));
});

test('each reason why a host cannot load plugins is on its page', () => {
  const page = readFileSync(join(pages, 'host-cannot-load-plugins.md'), 'utf8');
  const example = EXAMPLES['host-cannot-load-plugins'];
  const texts = (['CGO_ENABLED=0', 'static', 'c-archive', 'other'] as const).map((cause) => {
    const text = formatFinding({ ...example, cause }, EXAMPLE_CWD);
    assert(page.includes(`\n\`\`\`\n${text}\n\`\`\`\n`), text);
    return text;
  });
  assert.equal(new Set(texts).size, texts.length);
  assert.match(texts[2] ?? '', /-rdynamic/);
});

test('the text on C libraries that differ names a linked plugin, and a compiler that Debian does not have', () => {
  const differs = { ...EXAMPLES['c-library-differs'], compiler: undefined };
  assert.equal(message(differs), 'linked with glibc, but the host with musl');
  assert.match(message({ ...differs, file: '/srv/a.so' }), /^\/srv\/a\.so is linked with glibc, but/);
  const { advice } = describeFinding({ ...differs, debianPackage: undefined }, EXAMPLE_CWD);
  assert.match(advice, / set CC=musl-gcc, and CXX /);
});

test('a Go version that the host does not record is neither named nor requested', () => {
  const text = formatFinding({ ...EXAMPLES['go-version-differs'], hostGoVersion: '' }, EXAMPLE_CWD);
  assert.match(text, /but the host with a different one, which it does not record$/m);
  assert.doesNotMatch(text, /GOTOOLCHAIN=/);
});

test('a shared library that the dynamic linker has not found must be installed', () => {
  const refused = EXAMPLES['probe-refused'];
  for (const errorText of [
    'plugin.Open("/p"): libx.so.1: cannot open shared object file: No such file or directory',
    'plugin.Open("/p"): Error loading shared library libx.so.1: No such file or directory (needed by /p.so)',
  ]) {
    for (const host of [refused.host, undefined]) {
      const { advice } = describeFinding({ ...refused, errorText, host }, EXAMPLE_CWD);
      assert.match(advice, /^Install libx\.so\.1 here and on the system that the host runs on/);
    }
  }
});

test('a C symbol that a script of the user exports is not reported as a bug of the tool', () => {
  const exposed = { ...EXAMPLES['c-symbol-exposed'], userScript: true };
  const page = readFileSync(join(pages, 'c-symbol-exposed.md'), 'utf8').replaceAll('\n  ', '\n');
  assert(page.includes(`\n\`\`\`\n${formatFinding(exposed, EXAMPLE_CWD)}\n\`\`\`\n`));
  assert.doesNotMatch(formatFinding(exposed, EXAMPLE_CWD), /bug/);
});
