/** A replacement of the bytes [start, end) of a file. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The source with all edits applied; every other byte stays. Edits may come in any order. @throws on overlaps. */
export function applyEdits(source: Buffer, edits: readonly Edit[]): Buffer {
  if (edits.length === 0) return source;
  const parts: Buffer[] = [];
  let position = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < position || edit.end < edit.start) throw new Error('overlapping edits');
    parts.push(source.subarray(position, edit.start), Buffer.from(edit.text));
    position = edit.end;
  }
  parts.push(source.subarray(position));
  return Buffer.concat(parts);
}
