/** Parses objdump's text; pure functions, so that tests can use samples from other systems. */

export interface ObjectSymbol {
  name: string;
  address: number;
  /** Bytes. */
  size: number;
  section: string;
  /** Visible outside of its object file: global, weak, unique or common. */
  global: boolean;
  /** `F` function, `O` object, or a space as objdump prints it. */
  type: string;
}

/**
 * `address flags section<TAB>size version name` of `objdump -T` (binutils, bfd_elf_print_symbol): the version is
 * `  Base       `, or ` (GLIBC_2.34)` if it is another file's, or missing; names of Go symbols may contain spaces.
 */
const SYMBOL_LINE =
  /^([0-9a-f]+) (.{7}) (\S+)\t([0-9a-f]+)(?: {2}\S* +| \([^)]*\) +| )(?:\.(?:hidden|protected|internal) )?(\S.*)$/;

/** Every line of `objdump -T` or `-t` that defines or needs a symbol; the section of a needed one reads `*UND*`. */
export function parseSymbols(text: string): ObjectSymbol[] {
  const symbols: ObjectSymbol[] = [];
  for (const line of text.split('\n')) {
    const match = SYMBOL_LINE.exec(line);
    if (match === null) continue;
    const [, address = '', flags = '', section = '', size = '', name = ''] = match;
    symbols.push({
      name,
      address: parseInt(address, 16),
      size: parseInt(size, 16),
      section,
      global: !flags.startsWith('l') && section !== '*UND*',
      type: flags.at(-1) ?? ' ',
    });
  }
  return symbols;
}

/** The lines of `objdump -T` that name a symbol. */
export function symbolLines(text: Buffer): string[] {
  return text
    .toString('utf8', text.indexOf(DYNAMIC_SYMBOLS))
    .split('\n')
    .filter((line) => line.includes('\t'));
}

/** The number of characters between a line's address and its section: seven flags, and a space on both sides. */
export const FLAGS = 9;

/** Section and address of a line that names a symbol, without the rest. */
export function placeOf(line: string): Pick<ObjectSymbol, 'section' | 'address'> {
  const end = line.indexOf(' ');
  return { section: line.slice(end + FLAGS, line.indexOf('\t')), address: parseInt(line.slice(0, end), 16) };
}

/** The symbols whose lines in the text of `objdump -T` contain `part`; parsing all takes long in a large plugin. */
export function findSymbols(text: Buffer, part: string): ObjectSymbol[] {
  const lines: string[] = [];
  let at = text.indexOf(part);
  while (at >= 0) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    lines.push(text.toString('utf8', text.lastIndexOf('\n', at) + 1, end));
    at = text.indexOf(part, end);
  }
  return parseSymbols(lines.join('\n'));
}

/** The line above the dynamic symbols. */
export const DYNAMIC_SYMBOLS = 'DYNAMIC SYMBOL TABLE:\n';

/** The lines `  NEEDED               libz.so.1` of `objdump -p`. */
export function parseNeeded(text: string): string[] {
  return [...text.matchAll(/^ +NEEDED +(\S+)$/gm)].map((match) => match[1] ?? '');
}

/** A part of a file that the dynamic linker maps into memory. */
export interface Segment {
  address: number;
  /** Its offset in the file, in bytes. */
  offset: number;
  /** Number of bytes in the file; in memory zeros may follow. */
  size: number;
}

/** The pairs of lines `    LOAD off    0x0 vaddr 0x0 paddr 0x0 align …` and `         filesz 0x0 memsz …` of `objdump -p`. */
export function parseSegments(text: string): Segment[] {
  const lines = text.matchAll(/^ +LOAD off +(0x[0-9a-f]+) vaddr (0x[0-9a-f]+) .*\n +filesz (0x[0-9a-f]+) /gm);
  return [...lines].map(([, offset, address, size]) => {
    return { address: Number(address), offset: Number(offset), size: Number(size) };
  });
}

/** The linker's symbol for a package's hash (cmd/link/internal/ld/symtab.go); `go.` instead of `go:` before go1.20. */
const HASH_SYMBOL = /^go[:.]link\.pkghashbytes\.(.+)$/;

/**
 * @param text - of `objdump -T`.
 */
export function findHashSymbols(text: Buffer): { importPath: string; symbol: ObjectSymbol }[] {
  return findSymbols(text, 'link.pkghashbytes.').flatMap((symbol) => {
    const importPath = HASH_SYMBOL.exec(symbol.name)?.[1];
    return importPath === undefined || symbol.section === '*UND*' ? [] : [{ importPath, symbol }];
  });
}
