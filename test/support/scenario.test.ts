import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, parseScenario, stabilizer, withOutput } from './scenario.js';

const PAGE = `# A title
#
# More.

$ one
# output of go
first

second

# A comment

$ two
[exit code 2]

-- a/b.txt --
text
`;

test('a scenario has a title, commands with their output, and files', () => {
  const { title, steps, files } = parseScenario(PAGE);
  assert.equal(title, 'A title');
  assert.deepEqual(steps, [
    { line: 5, command: 'one', expected: '# output of go\nfirst\n\nsecond' },
    { line: 13, command: 'two', expected: '[exit code 2]' },
  ]);
  assert.deepEqual([...files], [['a/b.txt', 'text\n']]);
  assert.throws(() => parseScenario('$ one\n'), /begins with a title/);
  assert.throws(() => parseScenario('# A title\n'), /has a command/);
  assert.throws(() => parseScenario('# A title\n\ntext\n\n$ one\n'), /line 3 follows no command/);
});

test('a scenario is updated with what its commands print', () => {
  const { steps } = parseScenario(PAGE);
  assert.equal(
    withOutput(
      PAGE,
      steps,
      steps.map(({ expected }) => expected),
    ),
    PAGE,
  );
  const updated = parseScenario(withOutput(PAGE, steps, ['new\nlines', ''])).steps;
  assert.deepEqual(
    updated.map(({ expected }) => expected),
    ['new\nlines', ''],
  );
});

test('expected output of a scenario: … is any text of a line, and alone any lines', () => {
  for (const [expected, printed] of [
    ['', ''],
    ['a.b', 'a.b'],
    ['a … c', 'a b c'],
    ['…', ''],
    ['…', 'a\nb'],
    ['a\n…\nb', 'a\nb'],
    ['a\n…\nb', 'a\n1\n2\nb'],
    ['…\nb', 'b'],
    ['…\nb', '1\nb'],
  ] as const)
    assert(matches(expected, printed), JSON.stringify([expected, printed]));
  for (const [expected, printed] of [
    ['', 'a'],
    ['a', ''],
    ['a.b', 'axb'],
    ['a … c', 'a b\nc'],
    ['a\n…\nb', 'a\n1\nc'],
    ['a', 'a\nb'],
  ] as const)
    assert(!matches(expected, printed), JSON.stringify([expected, printed]));
});

test('what differs from run to run is replaced in the output of a scenario, the same by the same', () => {
  const stable = stabilizer('/tmp/x');
  assert.equal(
    stable(
      '/tmp/x/a t_1795913954_95433648/b t_1795913954_95433648_213638bb/m_92bf3e06 t_1795913954_95433649',
    ),
    '$WORK/a t_SET/b t_SET_OWN/m_MAIN t_SET2',
  );
  assert.equal(stable('t_1795913954_95433649_213638bc'), 't_SET2_OWN2');
});
