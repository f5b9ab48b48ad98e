/**
 * Control characters (but for tab and newline), line and paragraph separators, bidirectional controls, and bytes that
 * are not UTF-8 (see base/diskPath.ts): what can change how a terminal, or a reader, interprets the text around it.
 */
const UNSAFE = /[^\P{Cc}\t\n]|[\p{Zl}\p{Zp}\p{Bidi_C}]|\p{Cs}/gu;

/** Carriage returns of line ends, which have no meaning. */
const LINE_END = /\r+\n/g;

/** The escape sequences for colour and weight, which change nothing else. */
const COLOUR = new RegExp(`(${String.fromCharCode(0x1b)}\\[[\\d;:]*m)`);

/**
 * Text as a terminal can show it: what is unsafe appears as Go's %q writes it, `\x1b`, `\u202e`. Names, versions and
 * messages come from modules, binaries and files that are not trusted.
 */
export function printable(text: string): string {
  return text.replace(LINE_END, '\n').replace(UNSAFE, escape);
}

/** The same, but colours stay: for logs of the user's own programs. */
export function printableLog(text: string): string {
  return text
    .split(COLOUR)
    .map((part, index) => (index % 2 === 0 ? printable(part) : part))
    .join('');
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // A byte that is not UTF-8.
  if (code >= 0xdc80 && code <= 0xdcff) return hex('\\x', code - 0xdc00, 2);
  return code < 0x80 ? hex('\\x', code, 2) : hex('\\u', code, 4);
}

/** The characters in JSON text that are unsafe as above, and that JSON.stringify leaves. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE, (character) => hex('\\u', character.codePointAt(0) ?? 0, 4));
}

function hex(mark: string, code: number, digits: number): string {
  return mark + code.toString(16).padStart(digits, '0');
}

/**
 * Text that a runner of GitHub Actions only shows. It executes lines that begin with `::` after any white space, and what
 * follows `##[` anywhere in a line.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\x3a').replaceAll('##[', '#\\x23[');
}

/** The same for JSON text, whose lines never begin with `::`. */
export function jsonWithoutCommands(json: string): string {
  return json.replaceAll('##[', '#\\u0023[');
}
