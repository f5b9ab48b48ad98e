import type Parser from 'tree-sitter';
import type { ByteRange } from '../model/byteRange.js';

/**
 * The doc comment of a declaration: the comment group that ends on the line above it, as go/parser finds it (the "lead
 * comment"). A group is a sequence of comments without an empty line between them; one that begins on the line of the
 * code before it belongs to that line.
 * @returns the group from the first comment's first byte to the last one's last.
 */
export function docComment(declaration: Parser.SyntaxNode): ByteRange | undefined {
  const comments: Parser.SyntaxNode[] = [];
  let before = declaration.previousSibling;
  for (; before?.type === 'comment'; before = before.previousSibling) comments.unshift(before);

  let group: Parser.SyntaxNode[] = [];
  let lastRow = before?.endPosition.row ?? 0;
  let trailing = before !== null && before.type !== '\n';
  for (const comment of comments) {
    const { row } = comment.startPosition;
    trailing &&= row === lastRow;
    if (!trailing) group = group.length > 0 && row <= lastRow + 1 ? [...group, comment] : [comment];
    lastRow = comment.endPosition.row;
  }
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined || lastRow + 1 !== declaration.startPosition.row)
    return undefined;
  return { start: first.startIndex, end: last.endIndex };
}
