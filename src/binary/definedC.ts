import { parseSymbols, placeOf, symbolLines, type ObjectSymbol } from './symbols.js';

/** C symbols of every program, each a whole name or the start of one. */
const EVERYWHERE = new RegExp(
  [
    // cgo's glue, and runtime/cgo.
    '_?_cgo|x_cgo_|_?(x_)?crosscall|fatalf$|threadentry$',
    // The start and end code of a program (crt1.o, the linker).
    '_?_?data_start$|_(start|init|fini|end|edata|IO_stdin_used)$',
    // Names that C reserves for compilers and their libraries; in C++, names in std or in a namespace with such a name.
    '__|_Z\\w*?\\d__|_ZN?K?S|_ZT[ISV]N?K?S',
  ]
    .map((names) => `^(${names})`)
    .join('|'),
);

/** Sections that contain what a C declaration defines. */
const SECTIONS = /^\.(text|rodata|data|bss|data\.rel\.ro|tdata|tbss)$/;

/**
 * The C functions and variables of a built file that are visible to the dynamic linker. Go's names contain dots or
 * colons. Names without them from Go's assembly are near Go's symbols, because the linker receives all of Go as one
 * object, with one piece in each section.
 * @param text - of `objdump -T`, with all symbols.
 */
export function definedCSymbols(text: Buffer): string[] {
  const pieces = new Map<string, { start: number; end: number }>();
  const others: string[] = [];
  // Nearly all lines are Go's, and of these only the ends of the pieces matter: parsing all takes three times as long.
  for (const line of symbolLines(text)) {
    if (!/[.:]/.test(line.slice(line.lastIndexOf(' ') + 1))) others.push(line);
    else addTo(pieces, placeOf(line));
  }
  const symbols = parseSymbols(others.join('\n'));
  // Names with spaces.
  for (const symbol of symbols) if (/[.:]/.test(symbol.name)) addTo(pieces, symbol);
  const isGo = ({ section, address }: ObjectSymbol): boolean => {
    const piece = pieces.get(section);
    return piece !== undefined && address >= piece.start && address <= piece.end;
  };
  return symbols
    .filter((symbol) => SECTIONS.test(symbol.section) && /^\w+$/.test(symbol.name) && !isGo(symbol))
    .map(({ name }) => name)
    .filter((name) => !EVERYWHERE.test(name))
    .sort();
}

function addTo(
  pieces: Map<string, { start: number; end: number }>,
  { section, address }: Pick<ObjectSymbol, 'section' | 'address'>,
): void {
  const piece = pieces.get(section);
  if (piece === undefined) pieces.set(section, { start: address, end: address });
  else if (address < piece.start) piece.start = address;
  else if (address > piece.end) piece.end = address;
}
