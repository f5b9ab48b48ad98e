import type { ElfFile, Section } from './elfFile.js';

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
  const strings = findStrings(elf);
  if (strings === undefined) return undefined;
  return { goVersion: strings.version.value.toString(), lines: linesOf(strings.text.value) };
}

/** The module text of a built file, and its place. */
export interface ModuleText {
  lines: string[];
  /** The bytes around the lines, which have to stay. */
  before: Buffer;
  after: Buffer;
  /** Offset in the file, and size in bytes, of the length and the text. */
  offset: number;
  size: number;
}

/** @returns undefined as readRecordedInfo, and if no modules are recorded. */
export function findModuleText(elf: ElfFile): ModuleText | undefined {
  const strings = findStrings(elf);
  if (strings === undefined || strings.text.value.length <= 2 * MARK) return undefined;
  const { section, version, text } = strings;
  return {
    lines: linesOf(text.value),
    before: text.value.subarray(0, MARK),
    after: text.value.subarray(-MARK),
    offset: section.offset + version.end,
    size: text.end - version.end,
  };
}

function linesOf(text: Buffer): string[] {
  const inner = text.subarray(MARK, Math.max(MARK, text.length - MARK)).toString();
  return inner.split('\n').filter((line) => line !== '');
}

/** The two strings of the section, each behind its length. */
function findStrings(
  elf: ElfFile,
): { section: Section; version: FoundString; text: FoundString } | undefined {
  const section = elf.sections.find(({ name }) => name === '.go.buildinfo');
  if (section === undefined) return undefined;
  const bytes = elf.content(section);
  const flags = bytes[MAGIC.length + 1] ?? 0;
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC || (flags & INLINE) === 0) return undefined;
  const version = readString(bytes, HEADER);
  return { section, version, text: readString(bytes, version.end) };
}

interface FoundString {
  value: Buffer;
  end: number;
}

/** A length in the form of encoding/binary's Uvarint, and so many bytes. */
function readString(bytes: Buffer, at: number): FoundString {
  let length = 0;
  let start = at;
  for (let factor = 1; start < bytes.length; factor *= 128) {
    const byte = bytes[start++] ?? 0;
    length += (byte & 127) * factor;
    if (byte < 128) break;
  }
  return { value: bytes.subarray(start, start + length), end: start + length };
}
