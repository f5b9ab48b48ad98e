import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UserError } from '../base/userError.js';

/** A section of an ELF file, as its header describes it. */
export interface Section {
  name: string;
  type: number;
  /** Where its bytes are in the file, and how many. */
  offset: number;
  size: number;
  /** Index of the section that holds its names. */
  link: number;
}

/** Where the fields are in the two classes of ELF files (elf(5)). */
const CLASSES = {
  1: { sections: 32, count: 48, header: 40, offset: 16, size: 20, link: 24, symbol: 16, symbolSection: 14 },
  2: { sections: 40, count: 60, header: 64, offset: 24, size: 32, link: 40, symbol: 24, symbolSection: 6 },
};

const SHT_NOBITS = 8;

/** A part of a file that is an ELF file itself: the whole file, or a member of an archive. */
export interface ElfPart {
  file: string;
  start: number;
  end: number;
}

/** What the headers of an ELF file record: with them the output of a program that reads the file can be checked. */
export class ElfFile {
  readonly sections: readonly Section[];
  readonly #fields: (typeof CLASSES)[1];
  readonly #littleEndian: boolean;

  /** @throws UserError for what is not an ELF file, is cut off, or has no section headers. */
  constructor(readonly part: ElfPart) {
    const start = this.#read(0, Math.min(64, part.end - part.start));
    const fields = CLASSES[start[4] as 1 | 2] as (typeof CLASSES)[1] | undefined;
    if (!isElf(start) || start.length < 52 || fields === undefined) {
      throw notElf(part.file);
    }
    this.#fields = fields;
    this.#littleEndian = start[5] === 1;
    this.sections = this.#readSections(start);
  }

  /** @throws UserError when the file ends before the section does. */
  content({ type, offset, size }: Section): Buffer {
    return type === SHT_NOBITS ? Buffer.alloc(0) : this.#read(offset, size);
  }

  /**
   * How many symbols the tables of a type hold, without the null symbol.
   * @param isWanted - asked about each section's name.
   * @param isLeftOut - about the first two characters of each symbol's.
   */
  countSymbols(
    type: number,
    isWanted: (section: string) => boolean,
    isLeftOut: (first: number, second: number) => boolean,
  ): number {
    const { symbol: length, symbolSection } = this.#fields;
    const wanted = this.sections.map(({ name }) => isWanted(name));
    // Undefined, absolute and common symbols have section indexes that no section has.
    const elsewhere = isWanted('');
    let total = 0;
    for (const table of this.sections.filter((section) => section.type === type)) {
      const entries = this.content(table);
      const strings = this.sections[table.link];
      const names = strings === undefined ? Buffer.alloc(0) : this.content(strings);
      for (let at = length; at + length <= entries.length; at += length) {
        const index = this.#number(entries, at + symbolSection, 2);
        const name = this.#number(entries, at, 4);
        const isIn = index === 0 ? elsewhere : (wanted[index] ?? elsewhere);
        if (isIn && !isLeftOut(names[name] ?? 0, names[name + 1] ?? 0)) total++;
      }
    }
    return total;
  }

  #readSections(start: Buffer): Section[] {
    const { sections, count, header, offset, size, link } = this.#fields;
    const wide = header === 64 ? 8 : 4;
    const tableOffset = this.#number(start, sections, wide);
    if (tableOffset === 0) {
      throw new UserError(
        `${this.part.file} has no section headers (sstrip and packers remove them), and without them its symbols cannot be read`,
        'Name the file as the go command has built it; `strip` leaves what is needed.',
      );
    }
    const read = (table: Buffer, index: number): Section & { nameOffset: number } => {
      const at = index * header;
      return {
        name: '',
        nameOffset: this.#number(table, at, 4),
        type: this.#number(table, at + 4, 4),
        offset: this.#number(table, at + offset, wide),
        size: this.#number(table, at + size, wide),
        link: this.#number(table, at + link, 4),
      };
    };
    // More than 65,279 sections do not fit into the header's fields: the first section holds the numbers.
    const first = read(this.#read(tableOffset, header), 0);
    const length = this.#number(start, count, 2) || first.size;
    const table = this.#read(tableOffset, length * header);
    const found = Array.from({ length }, (_, index) => read(table, index));
    const nameSection = this.#number(start, count + 2, 2);
    const strings = found[nameSection === 0xffff ? first.link : nameSection];
    const names = strings === undefined ? Buffer.alloc(0) : this.content(strings);
    return found.map(({ nameOffset, ...section }) => {
      return { ...section, name: names.toString('latin1', nameOffset, names.indexOf(0, nameOffset)) };
    });
  }

  #number(bytes: Buffer, at: number, length: number): number {
    if (length === 8)
      return Number(this.#littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return this.#littleEndian ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);
  }

  #read(offset: number, size: number): Buffer {
    const { file, start, end } = this.part;
    if (start + offset + size > end) {
      throw new UserError(
        `${file} is cut off: its headers describe more than it holds`,
        'Build or copy it again.',
      );
    }
    return readPart(file, start + offset, size);
  }
}

/** What to say of a file that objdump may know, but whose symbols nothing here can count. */
export function notElf(file: string): UserError {
  return new UserError(
    `${file} is not an ELF file`,
    'Only plugins and programs in the ELF format can be read.',
  );
}

/** Whether bytes begin like an ELF file. */
export function isElf(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === '\x7fELF';
}

/**
 * The size of a file.
 * @throws UserError when it cannot be opened.
 */
export function sizeOf(file: string): number {
  return withFile(file, (fd) => fstatSync(fd).size);
}

/**
 * Bytes of a file, as many as there are.
 * @throws UserError when it cannot be read.
 */
export function readPart(file: string, offset: number, size: number): Buffer {
  return withFile(file, (fd) => {
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    for (let count = -1; length < size && count !== 0; length += count) {
      count = readSync(fd, bytes, length, size - length, offset + length);
    }
    return bytes.subarray(0, length);
  });
}

function withFile<T>(file: string, use: (fd: number) => T): T {
  let fd: number | undefined;
  try {
    fd = openSync(file, 'r');
    return use(fd);
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
