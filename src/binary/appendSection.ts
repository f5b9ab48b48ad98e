import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { UserError } from '../base/userError.js';
import { isElf, notElf } from './elfFile.js';

/** Offsets and sizes, in bytes, in the two classes of ELF files (elf(5)): of the header's fields, then of a section header's. */
const CLASSES = {
  1: { wide: 4, shoff: 32, shentsize: 46, length: 40, offset: 16, size: 20, align: 32 },
  2: { wide: 8, shoff: 40, shentsize: 58, length: 64, offset: 24, size: 32, align: 48 },
};

const SHT_PROGBITS = 1;

/** Above this, the header's fields do not contain the number of sections (SHN_LORESERVE). */
const MAX_SECTIONS = 0xff00;

/** What tables start at a multiple of. */
const ALIGNMENT = 8;

/**
 * Adds a section that is not loaded to an ELF file. The file is changed where it is, and what it contains stays where it is:
 * the section, the longer table of section names, and the longer table of section headers are appended. objcopy would
 * write the whole file again: 0.2 s more for a plugin of 97 MB (`make bench BENCH=rebuild`).
 * @param file - absolute; nobody else reads it yet.
 * @param name - of the section, ASCII.
 * @throws UserError if the file is not an ELF file with section headers.
 */
export function appendSection(file: string, name: string, content: Buffer): void {
  const fd = openSync(file, 'r+');
  try {
    const header = readAt(fd, 0, 64);
    const fields = CLASSES[header[4] as 1 | 2] as (typeof CLASSES)[1] | undefined;
    if (!isElf(header) || fields === undefined) throw notElf(file);
    const { wide, shoff, shentsize, length, offset, size, align } = fields;
    const numbers = new Numbers(header[5] === 1);
    const count = numbers.get(header, shentsize + 2, 2);
    const nameIndex = numbers.get(header, shentsize + 4, 2);
    const table = readAt(fd, numbers.get(header, shoff, wide), count * length);
    const isComplete = count > 0 && count < MAX_SECTIONS - 1 && table.length === count * length;
    if (!isComplete || nameIndex >= count || numbers.get(header, shentsize, 2) !== length) {
      throw new UserError(
        `${file} has section headers to which no section can be added`,
        'Build without flags and programs that change the finished file.',
      );
    }
    const nameHeader = table.subarray(nameIndex * length, (nameIndex + 1) * length);
    const names = readAt(fd, numbers.get(nameHeader, offset, wide), numbers.get(nameHeader, size, wide));
    const added = Buffer.from(`${name}\0`, 'latin1');

    const end = fstatSync(fd).size;
    const contentAt = roundUp(end);
    const namesAt = roundUp(contentAt + content.length);
    const tableAt = roundUp(namesAt + names.length + added.length);
    numbers.set(nameHeader, namesAt, offset, wide);
    numbers.set(nameHeader, names.length + added.length, size, wide);
    const section = Buffer.alloc(length);
    numbers.set(section, names.length, 0, 4);
    numbers.set(section, SHT_PROGBITS, 4, 4);
    numbers.set(section, contentAt, offset, wide);
    numbers.set(section, content.length, size, wide);
    numbers.set(section, 1, align, wide);
    const tail = Buffer.alloc(tableAt - end + table.length + length);
    content.copy(tail, contentAt - end);
    Buffer.concat([names, added]).copy(tail, namesAt - end);
    Buffer.concat([table, section]).copy(tail, tableAt - end);
    writeAll(fd, tail, end);

    numbers.set(header, tableAt, shoff, wide);
    numbers.set(header, count + 1, shentsize + 2, 2);
    writeAll(fd, header, 0);
  } catch (error) {
    // Node names no path for a file that is already open.
    if (error instanceof Error && 'syscall' in error) error.message += ` '${file}'`;
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Unsigned numbers in a file's byte order. */
class Numbers {
  constructor(private readonly littleEndian: boolean) {}

  get(bytes: Buffer, at: number, length: number): number {
    if (length === 8)
      return Number(this.littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return this.littleEndian ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);
  }

  set(bytes: Buffer, value: number, at: number, length: number): void {
    if (length === 8) {
      if (this.littleEndian) bytes.writeBigUInt64LE(BigInt(value), at);
      else bytes.writeBigUInt64BE(BigInt(value), at);
    } else if (this.littleEndian) bytes.writeUIntLE(value, at, length);
    else bytes.writeUIntBE(value, at, length);
  }
}

function roundUp(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

function readAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
}

function writeAll(fd: number, bytes: Buffer, offset: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, offset + at);
}
