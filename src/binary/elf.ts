import { cLibraryOf, type CLibrary } from '../model/cLibrary.js';
import { compareVersions } from '../base/dottedVersion.js';
import { UserError } from '../base/userError.js';
import { elfParts } from './archive.js';
import { ElfFile, readPart, type Section } from './elfFile.js';
import { DYNAMIC_SYMBOLS, parseNeeded } from './symbols.js';

/** What the headers of an ELF file contain. */
export interface ElfHeaders {
  goos: string;
  /** Empty for a machine that Go does not know. */
  goarch: string;
  /** Shared libraries that it needs (NEEDED). */
  needed: string[];
  /** The highest glibc symbol version that it needs, e.g. `2.34`. */
  glibc: string | undefined;
  /** The C library that it is linked with; undefined if it has none, or another one. */
  cLibrary: CLibrary | undefined;
  /** Offset and size of Go's line table in the file, in bytes. */
  lineTable: { offset: number; size: number } | undefined;
}

/** e_machine of the ELF header → GOARCH (debug/elf); each byte order of a machine has a separate GOARCH. */
const MACHINES: Record<number, string> = {
  3: '386',
  8: 'mips',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** EI_OSABI of FreeBSD; linux and android do not have one. */
const FREEBSD = 9;

/**
 * @param file - absolute, an ELF file or an archive.
 * @param text - the output of dumpSymbols for it.
 * @throws UserError if the file is cut off.
 */
export function readElfHeaders(file: string, text: Buffer): ElfHeaders {
  const [whole] = elfParts(file);
  const sections = whole?.start === 0 ? new ElfFile(whole).sections : [];
  const headers = text.toString('utf8', 0, text.indexOf(DYNAMIC_SYMBOLS));
  const needs = parseNeeds(headers);
  return {
    ...parseElfStart(readPart(file, 0, 20)),
    ...needs,
    cLibrary: cLibraryOf(readInterpreter(file, headers), needs.needed),
    lineTable: findLineTable(sections),
  };
}

/** The operating system and machine of an ELF file's first 20 bytes; undefined for another kind of file. */
export function parseElfStart(bytes: Buffer): { goos: string; goarch: string } {
  const littleEndian = bytes[5] === 1;
  const machine = littleEndian ? bytes.readUInt16LE(18) : bytes.readUInt16BE(18);
  const name = MACHINES[machine] ?? '';
  const goarch = name === 'ppc64' && littleEndian ? 'ppc64le' : name;
  return { goos: bytes[7] === FREEBSD ? 'freebsd' : 'linux', goarch };
}

/** From `objdump -p`: what a file needs, and the lines below `Version References:`. */
export function parseNeeds(text: string): Pick<ElfHeaders, 'needed' | 'glibc'> {
  const versions = [...text.matchAll(/ GLIBC_(\d+(?:\.\d+)+)$/gm)].map((match) => match[1] ?? '');
  return { needed: parseNeeded(text), glibc: versions.sort(compareVersions).at(-1) };
}

/** Old plugins have no section of that name. */
function findLineTable(sections: readonly Section[]): ElfHeaders['lineTable'] {
  return (
    sections.find(({ name }) => name.endsWith('.gopclntab')) ??
    sections.find(({ name }) => name === '.data.rel.ro')
  );
}

/** Maximum length of a path. */
const LONGEST_PATH = 4096;

/** The dynamic linker of a program, from the lines `  INTERP off    0x2a8 …` and `         filesz 0x19 …` of `objdump -p`. */
function readInterpreter(file: string, text: string): string | undefined {
  const place = /^ +INTERP off +(0x[0-9a-f]+) .*\n +filesz (0x[0-9a-f]+) /m.exec(text);
  if (place === null) return undefined;
  const bytes = readPart(file, Number(place[1]), Math.min(Number(place[2]), LONGEST_PATH));
  return bytes.toString().replace(/\0.*$/s, '');
}

/** The directories of the Go files that a built program's line table names; they survive stripping. */
export function readSourceDirectories(file: string, { lineTable }: ElfHeaders): Set<string> {
  if (lineTable === undefined) return new Set();
  const bytes = readExactly(file, lineTable.offset, lineTable.size);
  return parseSourceDirectories(bytes);
}

const NAME_END = '.go\0';

/** The file table of runtime.pcHeader: names, each followed by a NUL (cmd/link/internal/ld/pcln.go). */
export function parseSourceDirectories(bytes: Buffer): Set<string> {
  const directories = new Set<string>();
  // From their ends: the table is part of others, many times its size, which a pattern would have to search.
  for (let end = bytes.indexOf(NAME_END); end >= 0; end = bytes.indexOf(NAME_END, end + 1)) {
    const start = bytes.lastIndexOf(0, end) + 1;
    const name = bytes.toString('utf8', start, end);
    const slash = name.lastIndexOf('/');
    const isName = start > 0 && slash > 0 && slash < name.length - 1 && !name.includes('\n');
    if (isName) directories.add(name.slice(0, slash));
  }
  return directories;
}

/** The names of the functions in a built program's line table; they survive stripping. */
export function readFunctionNames(file: string, { lineTable }: ElfHeaders): string[] {
  if (lineTable === undefined) return [];
  const bytes = readExactly(file, lineTable.offset, lineTable.size);
  // The name table of runtime.pcHeader: as linker symbols, each followed by a NUL.
  return bytes.toString('latin1').match(/(?<=\0)[!-~][ -~]*\.[ -~]+(?=\0)/g) ?? [];
}

/**
 * Reads bytes that the file's headers describe.
 * @throws UserError if the file is cut off.
 */
export function readExactly(file: string, offset: number, size: number): Buffer {
  const bytes = readPart(file, offset, size);
  if (bytes.length === size) return bytes;
  throw new UserError(
    `${file} is cut off: its headers describe more than it contains`,
    'Build or copy it again.',
  );
}
