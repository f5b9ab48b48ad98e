/** What is printed holds no control characters of others, whatever file, name or program they come from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatJson } from '../../../src/report/formatJson.js';
import { printable, printableLog } from '../../../src/report/printable.js';
import { Workspace } from '../cli/workspace.js';

test('printed text: control characters, separators and bidirectional controls are escaped', () => {
  assert.equal(printable('a\x1b[2J\x07\x9b\x7f\r'), 'a\\x1b[2J\\x07\\u009b\\x7f\\x0d');
  assert.equal(printable('\u202e\u2066\u200f\u2028\u2029'), '\\u202e\\u2066\\u200f\\u2028\\u2029');
  assert.equal(printable('caf\udce9'), 'caf\\xe9');
  const plain = 'tab\tline\nä 日本 😀 👩‍👧 \\x1b';
  assert.equal(printable(plain), plain);
  assert.equal(printable('one\r\ntwo'), 'one\ntwo');
});

test('a printed log keeps colours on a terminal, and no other escape sequences', () => {
  assert.equal(printableLog('\x1b[1;31mred\x1b[0m\x1b]0;t\x07'), '\x1b[1;31mred\x1b[0m\\x1b]0;t\\x07');
});

test('control characters are escaped in printed JSON, and its value stays the same', () => {
  const value = { name: '\x1b\x9b\x7f\u202e\u2028\n😀' };
  const json = formatJson(value);
  assert.doesNotMatch(json.replaceAll('\n', ''), /[\p{Cc}\p{Zl}\p{Bidi_C}]/u);
  assert.deepEqual(JSON.parse(json), value);
});

const ESC = '\x1b[31m';
const workspace = Workspace.of('hello', {
  [`q${ESC}/main.go`]: 'package main\n\nfunc main() { nope() }\n',
  [`q${ESC}/go.mod`]: 'module example.com/q\n\ngo 1.21\n',
  'syntax/main.go': `package main\n\nimport "a\u202e${ESC}"\n\nfunc main() {}\n`,
  'syntax/go.mod': 'module example.com/q\n\ngo 1.21\n',
});

const commands: Record<string, string[]> = {
  "a directory's name": ['build', `./q${ESC}`, '-o', 'y.so'],
  "a directory's name in JSON": ['build', `./q${ESC}`, '-o', 'y.so', '--json'],
  'a missing directory': ['build', `./missing${ESC}`],
  'an import path': ['build', './syntax', '-o', 'y.so'],
  'an unknown flag': ['build', `--x${ESC}`],
  'an unknown command': [`bui${ESC}`],
  'the value of an option': ['build', './plugin', '--buildmode', `x${ESC}`],
  'a host': ['explain', './plugin', '--host', `h${ESC}`],
  'a plugin': ['verify', `p${ESC}.so`],
  'a log': ['trace', `log${ESC}`],
};
for (const [where, args] of Object.entries(commands)) {
  test(`escape sequences in ${where} do not reach the terminal`, async () => {
    const { exitCode, stdout, stderr } = await workspace.run(args);
    assert.equal(exitCode, 2, stderr);
    assert.match(stdout + stderr, /\\x1b|\\u001b/);
    assert.doesNotMatch(stdout + stderr, /[^\P{Cc}\n\t]|\p{Bidi_C}/u);
  });
}

test('doctor prints the name and the output of the C compiler without escape sequences', async () => {
  const { stdout, stderr } = await workspace.run(['doctor'], { env: { CC: `gcc${ESC}` } });
  assert.match(stdout, /cannot run the C compiler gcc\\x1b\[31m/);
  assert.ok(!(stdout + stderr).includes('\x1b'));
});
