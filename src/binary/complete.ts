import { UserError } from '../base/userError.js';
import { elfParts } from './archive.js';
import { ElfFile, notElf, type ElfPart } from './elfFile.js';
import { DYNAMIC_SYMBOLS } from './symbols.js';

/** The two symbol tables of an ELF file, and the line that objdump prints above each. */
const TABLES = {
  dynamic: { type: 11, title: DYNAMIC_SYMBOLS },
  static: { type: 2, title: 'SYMBOL TABLE:\n' },
};

/**
 * Checks that objdump has printed all symbols of files: if its output is cut off, the missing symbols would seem to be
 * missing in the files.
 * @param files - absolute.
 * @param only - the sections whose symbols were requested; all if empty.
 * @throws UserError if there are fewer or more symbols than in the files' headers, or no symbol table at all.
 */
export function requireAllSymbols(
  text: Buffer,
  files: readonly string[],
  table: keyof typeof TABLES,
  only: readonly string[] = [],
): void {
  const { type, title } = TABLES[table];
  const shown = files.join(', ');
  const parts = files.flatMap((file) => requireParts(file));
  const isWanted = (section: string): boolean => only.length === 0 || only.includes(section);
  const expected = parts.reduce((sum, part) => {
    return sum + new ElfFile(part).countSymbols(type, isWanted, isMark);
  }, 0);
  const named = files.every((file) => CONTROL.test(file) || text.includes(file));
  if (!named || !text.includes(title)) {
    throw new UserError(`objdump did not print the symbol table of ${shown}`, ADVICE);
  }
  const found = countLines(text.toString('latin1'), isWanted);
  const whole = text.at(-1) === NEWLINE;
  if (found !== expected || !whole) {
    throw new UserError(
      `objdump's output is incomplete: ${String(found)} of ${String(expected)} symbols of ${shown}`,
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

const NEWLINE = 0x0a;

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

function countLines(text: string, isWanted: (section: string) => boolean): number {
  let count = 0;
  for (const [, section = '', name = ''] of text.matchAll(LINE)) {
    if (isWanted(section) && !isMark(name.charCodeAt(0), name.charCodeAt(1))) count++;
  }
  return count;
}
