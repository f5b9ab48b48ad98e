/** One-letter escapes of Go's interpreted strings, each with its byte; other letters mean themselves. */
const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const HEX = '[\\da-fA-F]';
const VALID_ESCAPE = `\\\\(?:[abfnrtv\\\\"]|x${HEX}{2}|[0-3][0-7]{2}|u${HEX}{4}|U00(?:0${HEX}|10)${HEX}{4})`;
const INTERPRETED = new RegExp(`^"((?:[^"\\\\\\n]|${VALID_ESCAPE})*)"$`);
const ESCAPE = /\\(?:x(..)|([0-7]{3})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g;

/**
 * The value of a Go string literal, interpreted or raw, as strconv.Unquote returns it.
 * @param literal - with its quotes.
 * @returns undefined if it is not a string literal.
 */
export function unquote(literal: string): string | undefined {
  if (/^`[^`]*`$/.test(literal)) return literal.slice(1, -1).replaceAll('\r', '');
  const content = INTERPRETED.exec(literal)?.[1];
  if (content === undefined || !content.includes('\\')) return content;

  // \x and octal escapes are bytes, and only several of them may form a character.
  const bytes = Buffer.from(content).toString('latin1').replace(ESCAPE, unescape);
  return Buffer.from(bytes, 'latin1').toString();
}

/** The bytes of an escape, as Latin-1; only one of its parts is given. */
function unescape(
  _: string,
  hex: string | undefined,
  octal: string | undefined,
  short: string | undefined,
  long: string | undefined,
  letter: string,
): string {
  if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
  const codePoint = short ?? long;
  if (codePoint === undefined) return ESCAPES[letter] ?? letter;
  return Buffer.from(String.fromCodePoint(parseInt(codePoint, 16))).toString('latin1');
}
