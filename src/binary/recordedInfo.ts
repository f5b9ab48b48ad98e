import type { ElfFile } from './elfFile.js';

/** What the linker has written about a build (cmd/link/internal/ld/data.go, buildinfo). */
export interface RecordedInfo {
  goVersion: string;
  /** The lines that `go version -m` prints after a tab. */
  lines: string[];
}

const MAGIC = '\xff Go buildinf:';
const HEADER = 32;
const INLINE = 2;

/** 16 bytes before and after the text, that help a debugger to find it. */
const MARK = 16;

/** @returns undefined if there is none, or if it contains only pointers to the text, as before go1.18. */
export function readRecordedInfo(elf: ElfFile): RecordedInfo | undefined {
  const section = elf.sections.find(({ name }) => name === '.go.buildinfo');
  if (section === undefined) return undefined;
  const bytes = elf.content(section);
  const flags = bytes[MAGIC.length + 1] ?? 0;
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC || (flags & INLINE) === 0) return undefined;
  const version = readString(bytes, HEADER);
  const text = readString(bytes, version.end);
  const inner = text.value.subarray(MARK, Math.max(MARK, text.value.length - MARK)).toString();
  return { goVersion: version.value.toString(), lines: inner.split('\n').filter((line) => line !== '') };
}

/** A length in the form of encoding/binary's Uvarint, and so many bytes. */
function readString(bytes: Buffer, at: number): { value: Buffer; end: number } {
  let length = 0;
  let start = at;
  for (let factor = 1; start < bytes.length; factor *= 128) {
    const byte = bytes[start++] ?? 0;
    length += (byte & 127) * factor;
    if (byte < 128) break;
  }
  return { value: bytes.subarray(start, start + length), end: start + length };
}
