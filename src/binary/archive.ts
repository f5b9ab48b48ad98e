import { dirname, resolve } from 'node:path';
import { UserError } from '../base/userError.js';
import { isElf, readPart, sizeOf, type ElfPart } from './elfFile.js';

const HEADER = 60;

/**
 * The ELF files in a file: itself, or the members of an archive (ar(5), the GNU format that Go also writes). Members in
 * other formats, such as Go's, are left out; a file of another kind has none.
 * @throws UserError if it cannot be read, or an archive is cut off.
 */
export function elfParts(file: string): ElfPart[] {
  const end = sizeOf(file);
  const magic = readPart(file, 0, Math.min(8, end));
  if (isElf(magic)) return [{ file, start: 0, end }];
  const thin = magic.toString('latin1') === '!<thin>\n';
  if (!thin && magic.toString('latin1') !== '!<arch>\n') return [];
  const parts: ElfPart[] = [];
  let longNames = '';
  for (let at = magic.length; at < end;) {
    const header = readPart(file, at, HEADER).toString('latin1');
    const size = Number(header.slice(48, 58));
    const name = header.slice(0, 16).trimEnd();
    const start = at + HEADER;
    if (header.length < HEADER || !header.endsWith('`\n') || !Number.isInteger(size)) throw cutOff(file);
    const isIndex = /^\/(SYM64\/)?$/.test(name);
    // A thin archive contains its tables, but only the paths of its members.
    const outside = thin && !isIndex && name !== '//';
    if (!outside && start + size > end) throw cutOff(file);
    if (name === '//') longNames = readPart(file, start, size).toString();
    else if (outside) parts.push(...outsidePart(file, memberName(name, longNames)));
    else if (!isIndex && isElf(readPart(file, start, Math.min(4, size))))
      parts.push({ file, start, end: start + size });
    at = start + (outside ? 0 : size + (size % 2));
  }
  return parts;
}

/** `name/`, or `/offset` into the table of long names. */
function memberName(name: string, longNames: string): string {
  const offset = /^\/(\d+)$/.exec(name)?.[1];
  return (offset === undefined ? name : (longNames.slice(Number(offset)).split('\n')[0] ?? '')).replace(
    /\/$/,
    '',
  );
}

function outsidePart(archive: string, name: string): ElfPart[] {
  const file = resolve(dirname(archive), name);
  const end = sizeOf(file);
  return isElf(readPart(file, 0, Math.min(4, end))) ? [{ file, start: 0, end }] : [];
}

function cutOff(file: string): UserError {
  return new UserError(`${file} is an archive that is cut off or damaged`, 'Build or copy it again.');
}
