import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UserError } from '../base/userError.js';

/** A section of an ELF file, as its header describes it. */
export interface Section {
  name: string;
  type: number;
  /** Offset and length of its bytes in the file. */
  offset: number;
  size: number;
  /** Index of the section that contains its names. */
  link: number;
}

/** Offsets of the fields in the two classes of ELF files (elf(5)). */
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

/** The headers of an ELF file, which allow to check the output of a program that reads the file. */
export class ElfFile {
  readonly sections: readonly Section[];
  readonly #fields: (typeof CLASSES)[1];
  readonly #littleEndian: boolean;

  /** @throws UserError if it is not an ELF file, is cut off, or has no section headers. */
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

  /** @throws UserError if the file ends before the section. */
  content({ type, offset, size }: Section): Buffer {
    return type === SHT_NOBITS ? Buffer.alloc(0) : this.#read(offset, size);
  }

  /**
   * Counts the symbols in the tables of a type, without the null symbol.
   * @param isWanted - receives each section's name.
   * @param isLeftOut - receives the first two characters of each symbol's name.
   */
  countSymbols(
    type: number,
    isWanted: (section: string) => boolean,
    isLeftOut: (first: number, second: number) => boolean,
  ): { counted: number; leftOut: number } {
    const { symbol: length, symbolSection } = this.#fields;
    const wanted = this.sections.map(({ name }) => isWanted(name));
    // Undefined, absolute and common symbols have section indexes that do not belong to a section.
    const elsewhere = isWanted('');
    let [counted, leftOut] = [0, 0];
    for (const table of this.sections.filter((section) => section.type === type)) {
      const entries = this.content(table);
      const strings = this.sections[table.link];
      const names = strings === undefined ? Buffer.alloc(0) : this.content(strings);
      for (let at = length; at + length <= entries.length; at += length) {
        const index = this.#number(entries, at + symbolSection, 2);
        const name = this.#number(entries, at, 4);
        const isIn = index === 0 ? elsewhere : (wanted[index] ?? elsewhere);
        if (!isIn) continue;
        if (isLeftOut(names[name] ?? 0, names[name + 1] ?? 0)) leftOut++;
        else counted++;
      }
    }
    return { counted, leftOut };
  }

  #readSections(start: Buffer): Section[] {
    const { sections, count, header, offset, size, link } = this.#fields;
    const wide = header === 64 ? 8 : 4;
    const tableOffset = this.#number(start, sections, wide);
    if (tableOffset === 0) {
      throw new UserError(
        `${this.part.file} has no section headers (sstrip and packers remove them), and without them its symbols cannot be read`,
        'Use the file that the go command has built; `strip` keeps the section headers.',
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
    // More than 65,279 sections do not fit into the header's fields: then the first section contains the numbers.
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

  #number(bytes: Buffer, at: number, length: 2 | 4 | 8): number {
    const little = this.#littleEndian;
    // A large plugin has 200,000 symbols, with two numbers to read.
    if (length === 2) return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    if (length === 4) return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  }

  #read(offset: number, size: number): Buffer {
    const { file, start, end } = this.part;
    if (start + offset + size > end) {
      throw new UserError(
        `${file} is cut off: its headers describe more than it contains`,
        'Build or copy it again.',
      );
    }
    return readPart(file, start + offset, size);
  }
}

/** The error for a file that objdump may read, but whose symbols cannot be counted here. */
export function notElf(file: string): UserError {
  return new UserError(
    `${file} is not an ELF file`,
    'Only plugins and programs in the ELF format can be read.',
  );
}

/** Whether bytes are the beginning of an ELF file. */
export function isElf(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === '\x7fELF';
}

/**
 * The size of a file.
 * @throws UserError if it cannot be opened.
 */
export function sizeOf(file: string): number {
  return withFile(file, (fd) => fstatSync(fd).size);
}

/**
 * Bytes of a file, up to its end.
 * @throws UserError if it cannot be read.
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
    throw new UserError(
      `cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      'Check that the file exists and that you may read it.',
    );
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
