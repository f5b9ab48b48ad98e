import { closeSync, openSync, writeSync } from 'node:fs';
import { elfParts } from './archive.js';
import { ElfFile } from './elfFile.js';
import { findModuleText } from './recordedInfo.js';

/**
 * Changes, in place, the module text that the linker has written into a built file for debug/buildinfo: the lines that
 * `go version -m` and scanners read. The running program has a separate text (runtime.modinfo).
 * @param file - absolute; nobody else reads it yet.
 * @param candidates - make new lines from those of the linker, the best first; the first that fits is used.
 * @returns whether one fitted; true also for a file without such a text (before go1.18).
 */
export function replaceModuleText(
  file: string,
  candidates: readonly ((lines: readonly string[]) => string[])[],
): boolean {
  const [part] = elfParts(file);
  if (part?.start !== 0) return true;
  const found = findModuleText(new ElfFile(part));
  if (found === undefined) return true;
  for (const candidate of candidates) {
    const inner = Buffer.from(
      candidate(found.lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const text = Buffer.concat([found.before, inner, found.after]);
    const bytes = Buffer.concat([uvarint(text.length), text]);
    if (bytes.length > found.size) continue;
    const fd = openSync(file, 'r+');
    try {
      // What is left of the longer text becomes zeros: equal inputs give equal bytes, and nothing finds old names.
      writeSync(
        fd,
        Buffer.concat([bytes, Buffer.alloc(found.size - bytes.length)]),
        0,
        found.size,
        found.offset,
      );
    } finally {
      closeSync(fd);
    }
    return true;
  }
  return false;
}

/** A number as encoding/binary's PutUvarint writes it. */
function uvarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
