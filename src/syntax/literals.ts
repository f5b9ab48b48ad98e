/** One-letter escapes of Go's interpreted strings, as the byte each stands for. */
const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const INTERPRETED = /^"((?:[^"\\\n]|\\.)*)"$/s;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs;

/**
 * The value of a Go string literal, interpreted or raw, as strconv.Unquote gives it.
 * @param literal with its quotes; @returns undefined when it is not a string literal.
 */
export function unquote(literal: string): string | undefined {
  if (/^`[^`]*`$/.test(literal)) return literal.slice(1, -1).replaceAll('\r', '');
  const content = INTERPRETED.exec(literal)?.[1];
  if (content === undefined || !content.includes('\\')) return content;

  let valid = true;
  // \x and octal escapes are bytes, which only together may make a character.
  const bytes = Buffer.from(content).toString('latin1');
  const value = bytes.replace(
    ESCAPE,
    (_, hex?: string, octal?: string, short?: string, long?: string, letter = '') => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const codePoint = parseInt(short ?? long ?? '', 16);
      if (codePoint <= 0x10ffff) return Buffer.from(String.fromCodePoint(codePoint)).toString('latin1');
      const byte = ESCAPES[letter];
      valid &&= byte !== undefined;
      return byte ?? '';
    },
  );
  return valid ? Buffer.from(value, 'latin1').toString() : undefined;
}
