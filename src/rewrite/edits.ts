/** A replacement of the bytes [start, end) of a file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The source with all edits applied; every other byte stays. Edits may come in any order. @throws on overlaps. */
export function applyEdits(source: Buffer, edits: readonly Edit[]): Buffer {
  if (edits.length === 0) return source;
  const inOrder = [...edits].sort((a, b) => a.start - b.start);
  let { length } = source;
  let position = 0;
  for (const { start, end, text } of inOrder) {
    if (start < position || end < start) throw new Error('overlapping edits');
    length += Buffer.byteLength(text) - (end - start);
    position = end;
  }
  const result = Buffer.allocUnsafe(length);
  let written = 0;
  position = 0;
  for (const { start, end, text } of inOrder) {
    written += source.copy(result, written, position, start);
    written += result.write(text, written);
    position = end;
  }
  source.copy(result, written, position);
  return result;
}
