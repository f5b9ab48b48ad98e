import { isUtf8 } from 'node:buffer';

/**
 * File names are bytes, and not all of them are UTF-8. Paths in this program hold such a byte as a lone surrogate,
 * U+DC80 to U+DCFF (as Python's surrogateescape does): valid text never contains one, and JSON and threads keep it.
 */

/** A name as bytes, from the operating system. */
export function nameFromBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let name = '';
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((length) => isUtf8(bytes.subarray(at, at + length))) ?? 0;
    name +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return name;
}

const ODD_BYTE = /[\udc80-\udcff]/u;
const ODD_BYTES = /[\udc80-\udcff]/gu;

/** A path for node's file functions: as bytes if it contains any that are not UTF-8. */
export function diskPath(path: string): string | Buffer {
  if (!ODD_BYTE.test(path)) return path;
  const parts: Buffer[] = [];
  let end = 0;
  for (const { 0: byte, index } of path.matchAll(ODD_BYTES)) {
    parts.push(Buffer.from(path.slice(end, index)), Buffer.from([byte.charCodeAt(0) - 0xdc00]));
    end = index + 1;
  }
  return Buffer.concat([...parts, Buffer.from(path.slice(end))]);
}

/** A name as the go command's JSON shows it: U+FFFD for each byte that is not UTF-8. */
export function nameInJson(name: string): string {
  return name.replace(ODD_BYTES, '\ufffd');
}
