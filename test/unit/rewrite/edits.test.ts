import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../src/rewrite/edits.js';

const source = Buffer.from('0123\xff5678', 'latin1');

test('edits replace byte ranges, in any order, and leave every other byte', () => {
  const edits = [
    { start: 7, end: 9, text: 'é' },
    { start: 0, end: 1, text: '' },
    { start: 2, end: 2, text: 'in' },
    { start: 1, end: 2, text: 'one' },
  ];
  const expected = Buffer.concat([Buffer.from('onein23\xff56', 'latin1'), Buffer.from('é')]);
  assert.deepEqual(applyEdits(source, edits), expected);
  const memory = Buffer.alloc(expected.length + 1);
  const inPlace = applyEdits(source, edits, memory);
  assert.deepEqual(inPlace, expected);
  assert.equal(inPlace.buffer, memory.buffer);
  // One that is too large for it.
  assert.deepEqual(applyEdits(source, edits, memory.subarray(2)), expected);
});

test('without edits the source is returned unchanged', () => {
  assert.equal(applyEdits(source, []), source);
});

test('overlapping and inverted edits are reported as bugs of the rewriters', () => {
  const edit = (start: number, end: number): { start: number; end: number; text: string } => ({
    start,
    end,
    text: '',
  });
  assert.throws(() => applyEdits(source, [edit(0, 3), edit(2, 4)]), /overlapping/);
  assert.throws(() => applyEdits(source, [edit(3, 2)]), /overlapping/);
  applyEdits(source, [edit(0, 2), edit(2, 4)]);
});
