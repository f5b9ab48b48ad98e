/** Reading objdump's text; pure, so that other systems' output can be tested from samples. */

export interface ObjectSymbol {
  name: string;
  address: number;
  /** Bytes. */
  size: number;
  section: string;
  /** Visible outside of its object file: global, weak, unique or common. */
  global: boolean;
  /** `F` function, `O` object, or blank as objdump prints it. */
  type: string;
}

export interface BuiltFile {
  symbols: ObjectSymbol[];
  /** Import path -> the hash that plugin.Open compares, as hex. */
  packageHashes: Map<string, string>;
}

/**
 * `address flags section<TAB>size version name` of `objdump -T` (binutils, bfd_elf_print_symbol): the version is
 * `  Base       `, ` (GLIBC_2.34)` when it is another file's, or not there at all; names of Go symbols may hold blanks.
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

/** The lines `  NEEDED               libz.so.1` of `objdump -p`. */
export function parseNeeded(text: string): string[] {
  return [...text.matchAll(/^ +NEEDED +(\S+)$/gm)].map((match) => match[1] ?? '');
}

/** The linker's symbol for a package's hash (cmd/link/internal/ld/symtab.go); `go.` instead of `go:` before go1.20. */
const HASH_SYMBOL = /^go[:.]link\.pkghashbytes\.(.+)$/;

export function packageHashSymbols(
  symbols: readonly ObjectSymbol[],
): { importPath: string; symbol: ObjectSymbol }[] {
  return symbols.flatMap((symbol) => {
    const importPath = HASH_SYMBOL.exec(symbol.name)?.[1];
    return importPath === undefined || symbol.section === '*UND*' ? [] : [{ importPath, symbol }];
  });
}

export interface SectionBytes {
  /** Hex digits of `size` bytes at `address`. @throws when they are not in the dump. */
  read(address: number, size: number): string;
}

/** The lines of `objdump -s`: ` address 8 hex digits up to four times  text`. */
export function parseSectionBytes(text: string): SectionBytes {
  let start = -1;
  let hex = '';
  for (const line of text.split('\n')) {
    const match = /^ ([0-9a-f]+) ((?:[0-9a-f]{2,8} ){1,4})/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    if (start < 0) start = parseInt(match[1], 16);
    hex += match[2].replaceAll(' ', '');
  }
  return {
    read(address, size) {
      const from = (address - start) * 2;
      const bytes = hex.slice(from, from + size * 2);
      if (start < 0 || from < 0 || bytes.length !== size * 2)
        throw new Error(`no bytes at 0x${address.toString(16)}`);
      return bytes;
    },
  };
}
