import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCommand } from '../../../src/base/shellWords.js';
import { run } from '../../support/process.js';

test('a shell reads a formatted command as its original words', async () => {
  const words = [
    'plain',
    '',
    'two words',
    "it's",
    '"quoted"',
    '$HOME `pwd` \\',
    '*',
    '~',
    '#',
    'a;b&c|d',
    'ä\nb',
  ];
  const { stdout } = await run('sh', ['-c', formatCommand(['printf', '%s\\0', ...words])]);
  assert.deepEqual(stdout.split('\0').slice(0, -1), words);
});

test('words that need no quotes are formatted without quotes', () => {
  const words = ['go', 'build', '-o', './a_b/c.so', '-tags=a,b', 'x@v1.2.3+incompatible', '50%', 'a:b'];
  assert.equal(formatCommand(words), words.join(' '));
});
