/** A replacement of the bytes [start, end) of a file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * The source with all edits applied; every other byte stays. Edits may come in any order.
 * @param memory - where the result is put if it fits.
 * @throws on overlaps.
 */
export function applyEdits(source: Buffer, edits: readonly Edit[], memory?: Buffer): Buffer {
  if (edits.length === 0) return source;
  const inOrder = [...edits].sort((a, b) => a.start - b.start);
  const end = inOrder.at(-1)?.end ?? 0;
  // One character per byte. Buffers are cut and filled by calls out of JavaScript, each of which would cost more than a
  // string's piece; behind the last edit, which is mostly an import, nothing needs one.
  const before = source.toString('latin1', 0, end);
  let after = '';
  let position = 0;
  for (const { start, end, text } of inOrder) {
    if (start < position || end < start) throw new Error('overlapping edits');
    after += before.slice(position, start) + byteString(text);
    position = end;
  }
  const length = after.length + source.length - end;
  const result =
    memory !== undefined && length <= memory.length ? memory.subarray(0, length) : Buffer.allocUnsafe(length);
  result.write(after, 'latin1');
  source.copy(result, after.length, end);
  return result;
}

/** The UTF-8 bytes of a text, one character each. */
function byteString(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}
