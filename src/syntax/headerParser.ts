import type Parser from 'tree-sitter';
import type { SourceFileNode } from './ast.generated.js';
import type { ByteRange } from '../model/byteRange.js';
import { docComment } from './docComment.js';
import type { GoHeader, ImportSpec } from './goHeader.js';
import { GoSyntaxError } from './goSyntaxError.js';
import { headerText } from './headerText.js';
import { readImportComment } from './importComment.js';
import { commentsAndLiterals, startsLine } from './lexer.js';
import { unquote } from './literals.js';
import { byteText, findError, parse } from './parser.js';
import { readPlainHeader } from './plainHeader.js';

/**
 * Reads the package clause and the imports.
 * @throws GoSyntaxError if that part is not valid Go.
 */
export function parseGoHeader(source: Buffer, file: string): GoHeader {
  return readPlainHeader(source) ?? parseAnyHeader(source, file);
}

/**
 * The same result for every header, plain or not. Only the part before the first `func`, `type`, `var` or `const` is
 * parsed: Go allows no import after it, and the parser need not know newer syntax there.
 * @throws GoSyntaxError if that part is not valid Go.
 */
export function parseAnyHeader(source: Buffer, file: string): GoHeader {
  const latin1 = headerText(source);
  const cursor = parseHeader(latin1, file).walk();

  const header: GoHeader = {
    packageName: '',
    packageClause: { start: 0, end: 0 },
    importComment: undefined,
    imports: [],
    hasCgo: false,
    cgoPreambles: [],
  };
  for (let more = cursor.gotoFirstChild(); more; more = cursor.gotoNextSibling()) {
    const type = cursor.nodeType;
    if (type === 'package_clause' && header.packageName === '') {
      forEachChild(cursor, (child) => {
        if (child === 'package_identifier') header.packageClause = rangeOf(cursor);
      });
      header.packageName = textOf(source, header.packageClause);
      header.importComment = readImportComment(latin1, header.packageClause.end);
    } else if (type === 'import_declaration' && header.packageName !== '') {
      readImports(source, file, cursor, header);
    } else if (cursor.nodeIsNamed && type !== 'comment') {
      break;
    }
  }
  if (header.packageName === '') throw new GoSyntaxError(file, 1, 1, 'no package clause');
  return header;
}

function parseHeader(piece: string, file: string): SourceFileNode {
  const text = byteText(piece);
  const root = parse(text);
  if (!root.hasError) return root;
  const broken = parse(breakLines(text));
  if (!broken.hasError) return broken;

  const { startPosition, startIndex, endIndex } = findError(root);
  const [near] = Buffer.from(piece.slice(startIndex, endIndex), 'latin1').toString().split('\n');
  const what = near === undefined || near === '' ? 'syntax error' : `syntax error near ${near.slice(0, 60)}`;
  throw new GoSyntaxError(file, startPosition.row + 1, startPosition.column + 1, what);
}

/**
 * In Go, a comment of several lines ends the statement before it as a newline does; the grammar needs the newline
 * itself. Such a comment is not a doc comment, so spaces can replace it; its newlines stay.
 */
function breakLines(text: string): string {
  let broken = '';
  let end = 0;
  for (const token of commentsAndLiterals(text)) {
    if (token.kind !== 'blockComment' || startsLine(text, token.start)) continue;
    broken += text.slice(end, token.start) + text.slice(token.start, token.end).replace(/[^\n]/g, ' ');
    end = token.end;
  }
  return broken + text.slice(end);
}

/**
 * @param cursor - at an import declaration; creating nodes for each import would take longer than parsing.
 */
function readImports(source: Buffer, file: string, cursor: Parser.TreeCursor, header: GoHeader): void {
  const imports: ImportSpec[] = [];
  const read = (type: string): void => {
    if (type === 'import_spec') imports.push(readImport(source, file, cursor));
    else if (type === 'import_spec_list') forEachChild(cursor, read);
  };
  forEachChild(cursor, read);
  for (const spec of imports) header.imports.push(spec);
  if (!imports.some(({ importPath }) => importPath === 'C')) return;

  header.hasCgo = true;
  const declaration = cursor.currentNode;
  const specs = declaration.descendantsOfType('import_spec');
  for (const [index, spec] of specs.entries()) {
    if (imports[index]?.importPath !== 'C') continue;
    // As cmd/cgo does: the comment of the declaration counts only if it declares this import alone.
    const doc = spec.parent?.type === 'import_declaration' ? undefined : docComment(spec);
    const preamble = doc ?? (specs.length === 1 ? docComment(declaration) : undefined);
    if (preamble !== undefined) header.cgoPreambles.push(preamble);
  }
}

/**
 * @param cursor - at an import spec.
 */
function readImport(source: Buffer, file: string, cursor: Parser.TreeCursor): ImportSpec {
  const { row: firstRow } = cursor.startPosition;
  let name: string | undefined;
  let literal = rangeOf(cursor);
  let position = { row: firstRow, column: 0 };
  forEachChild(cursor, (type) => {
    if (type.endsWith('string_literal')) {
      literal = rangeOf(cursor);
      position = cursor.startPosition;
    } else if (type !== 'comment') {
      name = textOf(source, rangeOf(cursor));
    }
  });
  const [line, column] = [position.row + 1, position.column + 1];
  const importPath = unquote(textOf(source, literal));
  // Two things that Go refuses and the grammar accepts; the line break would end the import at its name.
  if (importPath === undefined || position.row !== firstRow)
    throw new GoSyntaxError(file, line, column, 'invalid import');
  return { importPath, name, literal };
}

function forEachChild(cursor: Parser.TreeCursor, action: (type: string) => void): void {
  if (!cursor.gotoFirstChild()) return;
  do action(cursor.nodeType);
  while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

function rangeOf({ startIndex, endIndex }: Parser.TreeCursor): ByteRange {
  return { start: startIndex, end: endIndex };
}

function textOf(source: Buffer, { start, end }: ByteRange): string {
  return source.toString('utf8', start, end);
}
