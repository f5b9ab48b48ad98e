import Parser from 'tree-sitter';
import Go from 'tree-sitter-go';
import type { SourceFileNode } from './ast.generated.js';

const parser = new Parser();
parser.setLanguage(Go);

/** The binding's default buffer, in characters; a longer text needs a larger one or is refused. */
const DEFAULT_BUFFER_SIZE = 32 * 1024;

/**
 * Parses Go source, or a part of it from the beginning.
 * @param text one character a byte ({@link byteText}), so that every index of a node is a byte offset, and its
 *   columns count bytes; @returns the tree's root, which tells by `hasError` whether all was understood.
 */
export function parse(text: string): SourceFileNode {
  const bufferSize = Math.max(DEFAULT_BUFFER_SIZE, text.length + 1);
  return parser.parse(text, undefined, { bufferSize }).rootNode as SourceFileNode;
}

/**
 * The bytes of a file as text that {@link parse} takes. Outside of comments and literals Go has no bytes above
 * ASCII but those of letters and digits, so each becomes a letter; a leading byte order mark becomes spaces.
 */
export function byteText(latin1: string): string {
  return latin1.replace(/^\xef\xbb\xbf/, '   ').replace(/[\x80-\xff]/g, '\xff');
}

/** The first node that is an error or missing, for a message about a tree with errors. */
export function findError(node: Parser.SyntaxNode): Parser.SyntaxNode {
  const child = node.children.find(({ hasError, isError, isMissing }) => hasError || isError || isMissing);
  return child === undefined || node.isError ? node : findError(child);
}
