import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/base/userError.js';
import { checkWords, explainUsage, NO_COMMAND, suggestFlag, UnknownFlag } from '../../../src/cli/usage.js';

/** What a user reads if a command line has a flag of the go command before `--`. */
function refusal(commandLine: string, message?: string): string {
  const line = {
    words: commandLine.split(' '),
    goFlags: ['-race'],
    commands: ['build', 'explain', 'cache', 'doctor'],
  };
  try {
    checkWords(line);
    if (message !== undefined) throw explainUsage(message, line);
    return '';
  } catch (error) {
    assert.ok(error instanceof UserError);
    return `${error.message}\n${error.advice ?? ''}`;
  }
}

test('a flag of go build before `--` is refused with the whole line as it should be', () => {
  const line = 'gorename-plugin build ./p -o x.so -v --';
  assert.equal(
    refusal('build -tags foo ./p -o x.so -v'),
    `-tags is a flag of go build\nPass go build flags after \`--\`: ${line} -tags foo -race`,
  );
  assert.equal(
    refusal('build ./p -o x.so -v -p 4 -x', 'Unknown arguments: p, x'),
    `-p is a flag of go build\nPass go build flags after \`--\`: ${line} -p 4 -x -race`,
  );
});

test('a flag that must not be passed to go build is refused with what to use instead', () => {
  assert.equal(
    refusal('build ./p -n', 'Unknown argument: n'),
    '-n is a flag of go build\nUse --dry-run before the `--`.',
  );
});

test('a flag that a command does not have is refused with the help of that command', () => {
  for (const [commandLine, flag, command] of [
    ['explain ./p -o x', '-o', 'explain'],
    ['doctor -v', '-v', 'doctor'],
    ['doctor -x', '-x', 'doctor'],
  ] as const) {
    assert.equal(
      refusal(commandLine, `Unknown argument: ${flag.slice(1)}`),
      `unknown flag ${flag}\nSee \`gorename-plugin ${command} --help\`.`,
    );
  }
  assert.equal(refusal('cache -v', NO_COMMAND), 'unknown flag -v\nSee `gorename-plugin cache --help`.');
});

test('an option with one dash, as Go programs have them, is refused with the option that is meant', () => {
  const help = '  -o, --output  Output file\n      --host    The program\n      --json    Print\n';
  for (const [flag, near] of [
    ['-host', '--host'],
    ['-output', '--output'],
    ['-hots', '--host'],
  ] as const) {
    const line = { words: ['build', './p', flag, 'x'], goFlags: [], commands: ['build'] };
    assert.throws(
      () => {
        checkWords(line);
      },
      (error) => {
        assert.ok(error instanceof UnknownFlag);
        const { message, advice } = suggestFlag(error, help);
        assert.equal(message, `unknown flag ${flag}`);
        assert.equal(advice, `Did you mean ${near}? See \`gorename-plugin build --help\`.`);
        return true;
      },
    );
  }
  for (const words of ['build -vq', 'build -oplugin.so', 'build -j4', 'build --host x', 'build -h'])
    checkWords({ words: words.split(' '), goFlags: [], commands: ['build'] });
});
