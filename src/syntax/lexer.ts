/**
 * The part of Go's lexical grammar that separates code from comments and literals. Comments and literals can contain
 * anything, so every search for a directive or a keyword needs it. It also reads files with newer syntax that the
 * tree-sitter grammar does not know.
 *
 * Works on text with one character per byte (`Buffer.toString('latin1')`): offsets are byte offsets.
 */

interface Token {
  kind: 'lineComment' | 'blockComment' | 'literal';
  start: number;
  end: number;
}

/** Bytes of identifiers; every byte above ASCII is part of a letter (or of an error). */
const WORD = '[\\w\\x80-\\xff]';

/** The source of a regular expression that finds an identifier, but not as part of a longer one. */
export function wordPattern(identifier: string): string {
  return `(?<!${WORD})${identifier}(?!${WORD})`;
}

const OPENING = /["'`]|\/[/*]/g;
const OPENING_OR_DECLARATION = new RegExp(`${OPENING.source}|${wordPattern('(?:func|type|var|const)')}`, 'g');

/** @returns offset of the first declaration other than an import; the end of the text if there is none. */
export function findFirstDeclaration(text: string): number {
  OPENING_OR_DECLARATION.lastIndex = 0;
  for (let match = OPENING_OR_DECLARATION.exec(text); match; match = OPENING_OR_DECLARATION.exec(text)) {
    if (/\w/.test(match[0])) return match.index;
    OPENING_OR_DECLARATION.lastIndex = tokenAt(text, match.index, match[0]).end;
  }
  return text.length;
}

/** @returns offset of the first character that is not white space or a comment; the end of the text if there is none. */
export function findFirstCode(text: string, from = 0): number {
  // Not one regular expression for all of them: it would remember each comment, and a file can have millions.
  let at = from;
  for (;;) {
    if (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at++;
    else if (text.startsWith('//', at)) at = findFrom(text, '\n', at, 0);
    else if (text.startsWith('/*', at) && text.includes('*/', at + 2)) at = findFrom(text, '*/', at + 2, 2);
    else return at;
  }
}

/** The comments and literals of the text, in order. */
export function* commentsAndLiterals(text: string): Generator<Token, void, void> {
  let end = 0;
  for (;;) {
    OPENING.lastIndex = end;
    const match = OPENING.exec(text);
    if (!match) return;
    const token = tokenAt(text, match.index, match[0]);
    yield token;
    end = token.end;
  }
}

/** Reports whether only white space (and the byte order mark) is before an offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf('\n', offset) + 1;
  return /^(?:\xef\xbb\xbf)?[ \t\r]*$/.test(text.slice(lineStart, offset));
}

/** An unterminated token ends as in Go's scanner: at the end of the line, or of the text. */
function tokenAt(text: string, start: number, opening: string): Token {
  switch (opening) {
    case '//':
      return { kind: 'lineComment', start, end: findFrom(text, '\n', start, 0) };
    case '/*':
      return { kind: 'blockComment', start, end: findFrom(text, '*/', start + 2, 2) };
    case '`':
      return { kind: 'literal', start, end: findFrom(text, '`', start + 1, 1) };
    default:
      return { kind: 'literal', start, end: quotedEnd(text, start + 1, opening) };
  }
}

function findFrom(text: string, closing: string, from: number, length: number): number {
  const index = text.indexOf(closing, from);
  return index < 0 ? text.length : index + length;
}

function quotedEnd(text: string, from: number, quote: string): number {
  // One step per backslash, not one regular expression for the whole: literals can be megabytes long.
  const stop = quote === '"' ? /["\\\n]/g : /['\\\n]/g;
  stop.lastIndex = from;
  for (let match = stop.exec(text); match; match = stop.exec(text)) {
    if (match[0] === quote) return match.index + 1;
    if (match[0] === '\n') return match.index;
    stop.lastIndex = match.index + 2;
  }
  return text.length;
}
