import type { ObjectSymbol } from './symbols.js';

/** What is in every program, each a whole name or the start of one. */
const EVERYWHERE = new RegExp(
  [
    // cgo's glue, and runtime/cgo.
    '_?_cgo|x_cgo_|_?(x_)?crosscall|fatalf$|threadentry$',
    // The start and end of a program (crt1.o, the linker).
    '_?_?data_start$|_(start|init|fini|end|edata|IO_stdin_used)$',
    // Names that C reserves for compilers and their libraries; in C++, within a namespace of such a name, and std's.
    '__|_Z\\w*?\\d__|_ZN?K?S|_ZT[ISV]N?K?S',
  ]
    .map((names) => `^(${names})`)
    .join('|'),
);

/** Sections that hold what a C declaration defines. */
const SECTIONS = /^\.(text|rodata|data|bss|data\.rel\.ro|tdata|tbss)$/;

/**
 * The C functions and variables that a built file lets the dynamic linker see. Go's own names hold dots or colons;
 * those of its assembly that do not lie between them, for the linker gets all of Go as one object, one piece in each
 * section.
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
