import { findFirstDeclaration } from './lexer.js';

/** Nearly all headers fit; decoding more of the file would take longer than parsing the header. */
export const USUAL_HEADER = 8 * 1024;

/** The bytes of a Go file before its first declaration other than an import, one character each. */
export function headerText(source: Buffer): string {
  const piece = source.toString('latin1', 0, USUAL_HEADER);
  const end = findFirstDeclaration(piece);
  // At the very end of the piece a keyword may be the start of a longer word.
  if (end + 'const'.length < piece.length || piece.length === source.length) return piece.slice(0, end);
  const text = source.toString('latin1');
  return text.slice(0, findFirstDeclaration(text));
}
