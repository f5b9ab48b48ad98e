import type Parser from 'tree-sitter';
import { UserError } from '../base/userError.js';
import type { SourceFileNode } from './ast.generated.js';
import { findFirstCode } from './lexer.js';
import { loadTreeSitter } from './treeSitter.js';

let loaded: Parser | undefined;

/**
 * Returns the parser. The first call takes about 40 ms, so it is best made while waiting for something else.
 * @throws UserError if its compiled code is missing, or made for another system.
 */
export function loadParser(): Parser {
  if (loaded !== undefined) return loaded;
  try {
    const { Parser, language } = loadTreeSitter();
    const parser = new Parser();
    parser.setLanguage(language);
    loaded = parser;
    return parser;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UserError(
      `cannot load the Go parser (tree-sitter, compiled for ${process.platform}-${process.arch}): ${reason}`,
      'Install gorename-plugin again. The package has compiled code for linux-x64 with glibc, darwin-x64, darwin-arm64, and the system that it was built on. For others, build it from a clone: `npm ci && npm pack`.',
    );
  }
}

/** More lines than any text has. */
const BEHIND_ALL: Parser.Point = { row: 2 ** 31 - 1, column: 0 };

/**
 * Parses Go source, or a part of it from the beginning, without the comments at the very top: for licenses the parser
 * would take longer than for the package clause and all imports.
 * @param text - one character per byte ({@link byteText}), so that every index of a node is a byte offset, and its
 *   columns count bytes.
 * @returns the tree's root; `hasError` shows whether all of it was parsed.
 */
export function parse(text: string): SourceFileNode {
  const startIndex = findFirstCode(text);
  const startPosition = positionOf(text, startIndex);
  const code = { startIndex, startPosition, endIndex: text.length, endPosition: BEHIND_ALL };
  // The binding refuses a text that is longer than its buffer, in characters.
  const options = { bufferSize: text.length + 1, includedRanges: [code] };
  return loadParser().parse(text, undefined, options).rootNode as SourceFileNode;
}

function positionOf(text: string, index: number): Parser.Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < index; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return { row, column: index - lineStart };
}

/**
 * The bytes of a file as text for {@link parse}. Outside of comments and literals, Go has no bytes above ASCII except
 * those of letters and digits, so each becomes a letter; a leading byte order mark becomes spaces.
 */
export function byteText(latin1: string): string {
  return latin1.replace(/^\xef\xbb\xbf/, '   ').replace(/[\x80-\xff]/g, '\xff');
}

/** The first node that is an error or missing, for a message about a tree with errors. */
export function findError(root: Parser.SyntaxNode): Parser.SyntaxNode {
  let node = root;
  for (;;) {
    const child = node.children.find(({ hasError, isError, isMissing }) => hasError || isError || isMissing);
    if (child === undefined || node.isError) return node;
    node = child;
  }
}
