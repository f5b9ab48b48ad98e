import { open } from 'node:fs/promises';
import { cLibraryOf, type CLibrary } from '../model/cLibrary.js';
import { compareVersions } from '../model/dottedVersion.js';
import { CannotDo } from '../model/finding.js';
import { parseNeeded } from './symbols.js';
import { objdump } from './objdump.js';

/** What the headers of an ELF file tell. */
export interface ElfHeaders {
  goos: string;
  /** Empty for a machine that Go does not know. */
  goarch: string;
  /** Shared libraries that it asks for (NEEDED). */
  needed: string[];
  /** The highest glibc symbol version that it asks for, e.g. `2.34`. */
  glibc: string | undefined;
  /** The C library that it is linked with; undefined without one, or with another one. */
  cLibrary: CLibrary | undefined;
  /** Where Go's line table lies in the file, in bytes. */
  lineTable: { offset: number; size: number } | undefined;
}

/** e_machine of the ELF header -> GOARCH (debug/elf); two byte orders of one machine are two of Go's. */
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

/** EI_OSABI of FreeBSD; linux and android have none of their own. */
const FREEBSD = 9;

/** @param file absolute, an ELF file. @throws CannotDo when objdump cannot read it. */
export async function readElfHeaders(file: string, cwd: string): Promise<ElfHeaders> {
  // First, since it says best what a file is that is none.
  const text = await objdump(['-h', '-p', file], cwd);
  const needed = parseNeeded(text);
  const cLibrary = cLibraryOf(await readInterpreter(file, text), needed);
  return { ...parseElfStart(await readBytes(file, 0, 20)), needed, cLibrary, ...parseHeaders(text) };
}

/** The operating system and machine of an ELF file's first 20 bytes; undefined for another kind of file. */
export function parseElfStart(bytes: Buffer): { goos: string; goarch: string } {
  const littleEndian = bytes[5] === 1;
  const machine = littleEndian ? bytes.readUInt16LE(18) : bytes.readUInt16BE(18);
  const name = MACHINES[machine] ?? '';
  const goarch = name === 'ppc64' && littleEndian ? 'ppc64le' : name;
  return { goos: bytes[7] === FREEBSD ? 'freebsd' : 'linux', goarch };
}

/** Of `objdump -h -p`: sections, and the lines below `Version References:`. Old plugins have no section of that name. */
export function parseHeaders(text: string): Pick<ElfHeaders, 'glibc' | 'lineTable'> {
  const section = findSection('\\S*\\.gopclntab', text) ?? findSection('\\.data\\.rel\\.ro', text);
  const versions = [...text.matchAll(/ GLIBC_(\d+(?:\.\d+)+)$/gm)].map((match) => match[1] ?? '');
  return {
    glibc: versions.sort(compareVersions).at(-1),
    lineTable: section,
  };
}

/** A path; what is longer is none. */
const LONGEST_PATH = 4096;

/** The dynamic linker that a program names, by the lines `  INTERP off    0x2a8 …` and `         filesz 0x19 …` of `objdump -p`. */
async function readInterpreter(file: string, text: string): Promise<string | undefined> {
  const place = /^ +INTERP off +(0x[0-9a-f]+) .*\n +filesz (0x[0-9a-f]+) /m.exec(text);
  if (place === null) return undefined;
  const bytes = await readBytes(file, Number(place[1]), Math.min(Number(place[2]), LONGEST_PATH));
  return bytes.toString().replace(/\0.*$/s, '');
}

/** The line `  17 .gopclntab  size vma lma offset …`. @param name a pattern. */
function findSection(name: string, text: string): ElfHeaders['lineTable'] {
  const line = new RegExp(`^ +\\d+ ${name} +([0-9a-f]+) +[0-9a-f]+ +[0-9a-f]+ +([0-9a-f]+) `, 'm').exec(text);
  if (line === null) return undefined;
  return { size: parseInt(line[1] ?? '', 16), offset: parseInt(line[2] ?? '', 16) };
}

/** The directories of the Go files that a built program's line table names; they survive stripping. */
export async function readSourceDirectories(file: string, { lineTable }: ElfHeaders): Promise<Set<string>> {
  if (lineTable === undefined) return new Set();
  const bytes = await readBytes(file, lineTable.offset, lineTable.size);
  return parseSourceDirectories(bytes);
}

const NAME_END = '.go\0';

/** The file table of runtime.pcHeader: names with a NUL behind each (cmd/link/internal/ld/pcln.go). */
export function parseSourceDirectories(bytes: Buffer): Set<string> {
  const directories = new Set<string>();
  // From their ends: the table lies among others, many times its size, that a pattern would have to look through.
  for (let end = bytes.indexOf(NAME_END); end >= 0; end = bytes.indexOf(NAME_END, end + 1)) {
    const start = bytes.lastIndexOf(0, end) + 1;
    const name = bytes.toString('utf8', start, end);
    const slash = name.lastIndexOf('/');
    const isName = start > 0 && slash > 0 && slash < name.length - 1 && !name.includes('\n');
    if (isName) directories.add(name.slice(0, slash));
  }
  return directories;
}

/** The names of the functions that a built program's line table tells; they survive stripping. */
export async function readFunctionNames(file: string, { lineTable }: ElfHeaders): Promise<string[]> {
  if (lineTable === undefined) return [];
  const bytes = await readBytes(file, lineTable.offset, lineTable.size);
  // The name table of runtime.pcHeader: as linker symbols, with a NUL behind each.
  return bytes.toString('latin1').match(/(?<=\0)[!-~][ -~]*\.[ -~]+(?=\0)/g) ?? [];
}

/** At most `size` bytes of a file. @throws CannotDo when it cannot be read. */
export async function readBytes(file: string, offset: number, size: number): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size), position: offset });
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CannotDo(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? ''}`);
  }
}
