import { readBytes } from './elf.js';

/** Offsets of fields in the header of an ELF file and of a section, by the class of the file (elf(5)). */
const FIELDS = {
  1: { table: 32, size: 46, count: 48, names: 50, header: 52, offset: 16, length: 20, word: 4 },
  2: { table: 40, size: 58, count: 60, names: 62, header: 64, offset: 24, length: 32, word: 8 },
};

/** More headers than any built file has. */
const MOST_BYTES = 1 << 20;

/**
 * Where a section's bytes are in an ELF file; undefined for another kind of file, and without such a section.
 * @param file absolute. @throws CannotDo when it cannot be read.
 */
export async function findElfSection(
  file: string,
  name: string,
): Promise<{ offset: number; size: number } | undefined> {
  const start = await readBytes(file, 0, 64);
  const fields = start[4] === 1 ? FIELDS[1] : FIELDS[2];
  if (start.length < fields.header || start.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const little = start[5] === 1;
  const half = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const word = (bytes: Buffer, at: number): number =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const long = (bytes: Buffer, at: number): number => {
    if (fields.word === 4) return word(bytes, at);
    return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  };
  const [size, count, names] = [
    half(start, fields.size),
    half(start, fields.count),
    half(start, fields.names),
  ];
  if (size < fields.length + fields.word || size * count > MOST_BYTES) return undefined;
  const table = await readBytes(file, long(start, fields.table), size * count);
  if (table.length < size * count || names >= count) return undefined;
  const place = (index: number): { offset: number; size: number } => {
    const at = index * size;
    return { offset: long(table, at + fields.offset), size: long(table, at + fields.length) };
  };
  const strings = place(names);
  if (strings.size > MOST_BYTES) return undefined;
  const text = (await readBytes(file, strings.offset, strings.size)).toString('latin1');
  for (let index = 0; index < count; index++) {
    const at = word(table, index * size);
    if (text.startsWith(`${name}\0`, at)) return place(index);
  }
  return undefined;
}
