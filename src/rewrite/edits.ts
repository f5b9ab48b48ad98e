/** A replacement of the bytes [start, end) of a file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * The source with all edits applied; every other byte stays. Edits may come in any order.
 * @param memory - memory for the result, if it fits.
 * @throws Error if edits overlap.
 */
export function applyEdits(source: Buffer, edits: readonly Edit[], memory?: Buffer): Buffer {
  if (edits.length === 0) return source;
  const inOrder = [...edits].sort((a, b) => a.start - b.start);
  const end = inOrder.at(-1)?.end ?? 0;
  // One character per byte. Buffers are cut and filled by native calls, and each would cost more than slicing a string.
  // After the last edit, mostly an import, no string is needed.
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

/** The UTF-8 bytes of a text, one character per byte. */
function byteString(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}
