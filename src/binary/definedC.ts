import type { ObjectSymbol } from './symbols.js';

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
 * @param dynamic - all symbols of `objdump -T`.
 */
export function definedCSymbols(dynamic: readonly ObjectSymbol[]): string[] {
  const defined = dynamic.filter(({ section }) => section !== '*UND*');
  const pieces = new Map<string, { start: number; end: number }>();
  for (const { name, section, address } of defined) {
    if (!/[.:]/.test(name)) continue;
    const piece = pieces.get(section) ?? { start: address, end: address };
    pieces.set(section, { start: Math.min(piece.start, address), end: Math.max(piece.end, address) });
  }
  const isGo = ({ section, address }: ObjectSymbol): boolean => {
    const piece = pieces.get(section);
    return piece !== undefined && address >= piece.start && address <= piece.end;
  };
  return defined
    .filter((symbol) => SECTIONS.test(symbol.section) && /^\w+$/.test(symbol.name) && !isGo(symbol))
    .map(({ name }) => name)
    .filter((name) => !EVERYWHERE.test(name))
    .sort();
}
