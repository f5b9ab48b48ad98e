import { UserError } from '../base/userError.js';
import { elfParts } from './archive.js';
import { ElfFile, notElf, type ElfPart } from './elfFile.js';
import { DYNAMIC_SYMBOLS, FLAGS } from './symbols.js';

/** The two symbol tables of an ELF file, and the line that objdump prints above each. */
const TABLES = {
  dynamic: { type: 11, title: DYNAMIC_SYMBOLS },
  static: { type: 2, title: 'SYMBOL TABLE:\n' },
};

type Table = keyof typeof TABLES;

/** What objdump has to print about files. */
export interface ExpectedSymbols {
  /** Absolute. */
  files: readonly string[];
  table: Table;
  /** Receives each section's name. */
  isWanted: (section: string) => boolean;
  count: number;
  /** There are marks, which are not counted. */
  hasMarks: boolean;
}

/**
 * Counts the symbols of files by their headers.
 * @param files - absolute.
 * @param only - the sections whose symbols are requested; all if empty.
 * @throws UserError for a file that is not a whole ELF file.
 */
export function expectSymbols(
  files: readonly string[],
  table: Table,
  only: readonly string[] = [],
): ExpectedSymbols {
  const isWanted = (section: string): boolean => only.length === 0 || only.includes(section);
  const parts = files.flatMap((file) => requireParts(file));
  const counts = parts.map((part) => new ElfFile(part).countSymbols(TABLES[table].type, isWanted, isMark));
  return {
    files,
    table,
    isWanted,
    count: counts.reduce((sum, { counted }) => sum + counted, 0),
    hasMarks: counts.some(({ leftOut }) => leftOut > 0),
  };
}

/**
 * Checks that objdump has printed all symbols of files: if its output is cut off, the missing symbols would seem to be
 * missing in the files.
 * @throws UserError if there are fewer or more symbols than expected, or no symbol table at all.
 */
export function requireAllSymbols(text: Buffer, expected: ExpectedSymbols): void {
  const { files, table, isWanted, count, hasMarks } = expected;
  const shown = files.join(', ');
  const named = files.every((file) => CONTROL.test(file) || text.includes(file));
  if (!named || !text.includes(TABLES[table].title)) {
    throw new UserError(`objdump did not print the symbol table of ${shown}`, ADVICE);
  }
  const found = hasMarks ? countUnmarked(text, isWanted) : countLines(text, isWanted);
  const whole = text.at(-1) === NEWLINE;
  if (found !== count || !whole) {
    throw new UserError(
      `objdump's output is incomplete: ${String(found)} of ${String(count)} symbols of ${shown}`,
      ADVICE,
    );
  }
}

function requireParts(file: string): ElfPart[] {
  const parts = elfParts(file);
  if (parts.length === 0) throw notElf(file);
  return parts;
}

const ADVICE =
  'Check that `objdump` is the one of binutils or LLVM (`objdump --version`), and that the disk of TMPDIR is not full; then try again.';

const [TAB, NEWLINE] = [0x09, 0x0a];

/** objdump prints these characters differently. */
// eslint-disable-next-line no-control-regex -- the pattern searches for these
const CONTROL = /[\x00-\x1f\x7f]/;

/** Marker symbols in the code of ARM and RISC-V (`$x`, `.L0`), which objdump leaves out when it knows the machine. */
function isMark(first: number, second: number): boolean {
  return first === DOLLAR || (first === DOT && second === LETTER_L);
}

const [DOLLAR, DOT, LETTER_L] = [0x24, 0x2e, 0x4c];

/** `address flags section<TAB>size`, then version and visibility, if any, and the name, which may be empty. */
const LINE =
  /^[0-9a-f]{8,16} .{7} (\S+)\t[0-9a-f]+(?: {2}\S* +| \([^)]*\) +| )?(?:\.(?:hidden|protected|internal) )?(\S*)/gm;

/** The lines that name a symbol, without those of marks. */
function countUnmarked(text: Buffer, isWanted: (section: string) => boolean): number {
  let count = 0;
  for (const [, section = '', name = ''] of text.toString('latin1').matchAll(LINE)) {
    if (isWanted(section) && !isMark(name.charCodeAt(0), name.charCodeAt(1))) count++;
  }
  return count;
}

/** A line up to its section. */
const START = /^[0-9a-f]{8,16} .{7} \S+$/;

/** The same for a file without marks, so without a look at the names: for 44,000 symbols 15 ms instead of 50 ms. */
function countLines(text: Buffer, isWanted: (section: string) => boolean): number {
  let count = 0;
  let tab = text.indexOf(TAB);
  while (tab >= 0) {
    const start = text.toString('latin1', text.lastIndexOf(NEWLINE, tab) + 1, tab);
    if (START.test(start) && isWanted(start.slice(start.indexOf(' ') + FLAGS))) count++;
    const end = text.indexOf(NEWLINE, tab);
    tab = end < 0 ? -1 : text.indexOf(TAB, end);
  }
  return count;
}
