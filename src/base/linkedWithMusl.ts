import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Whether a program is linked with musl: its dynamic linker says so. The installed one may be a link with another name,
 * and tools like patchelf move its name to the end of the file.
 * @param file - a 64-bit ELF file of this machine, such as the one that runs this.
 */
export function linkedWithMusl(file: string): boolean {
  const opened = openSync(file, 'r');
  const read = (offset: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(opened, bytes, 0, size, offset));
  };
  try {
    const header = read(0, 64);
    // The program headers: e_phoff, e_phentsize and e_phnum.
    const size = header.readUInt16LE(54);
    const headers = read(Number(header.readBigUInt64LE(32)), size * header.readUInt16LE(56));
    for (let at = 0; at < headers.length; at += size) {
      const PT_INTERP = 3;
      if (headers.readUInt32LE(at) !== PT_INTERP) continue;
      const [offset, length] = [at + 8, at + 32].map((place) => Number(headers.readBigUInt64LE(place)));
      return read(offset ?? 0, length ?? 0).includes('/ld-musl-');
    }
    return false;
  } finally {
    closeSync(opened);
  }
}
