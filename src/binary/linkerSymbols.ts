/** What the Go linker records in special symbols. `text` is always the output of dumpSymbols for `file`, an absolute path. */
import { readExactly } from './elf.js';
import {
  DYNAMIC_SYMBOLS,
  findHashSymbols,
  findSymbols,
  parseSegments,
  type ObjectSymbol,
} from './symbols.js';

/** The hashes that plugin.Open compares, by import path, as hex. */
export function readPackageHashes(file: string, text: Buffer): Map<string, string> {
  const hashes = findHashSymbols(text);
  const contents = readContents(
    file,
    text,
    hashes.map(({ symbol }) => symbol),
  );
  return new Map(hashes.map(({ importPath }, index) => [importPath, contents[index]?.toString('hex') ?? '']));
}

/** The Go version of a file without build info, as the linker has stored it for the runtime; empty if it is missing. */
export function readLinkedRelease(file: string, text: Buffer): string {
  const release = 'runtime.buildVersion.str';
  const symbol = findSymbols(text, release).find(({ name }) => name === release);
  if (symbol === undefined) return '';
  const [content] = readContents(file, text, [symbol]);
  return content?.toString().replace(/\0.*$/s, '') ?? '';
}

/**
 * The bytes of a file at symbols that are near each other.
 * @throws Error if a symbol has no bytes there.
 */
function readContents(file: string, text: Buffer, symbols: readonly ObjectSymbol[]): Buffer[] {
  if (symbols.length === 0) return [];
  const segments = parseSegments(text.toString('utf8', 0, text.indexOf(DYNAMIC_SYMBOLS)));
  const ranges = symbols.map(({ name, address, size }) => {
    const segment = segments.find((other) => {
      return address >= other.address && address + size <= other.address + other.size;
    });
    if (segment === undefined) throw new Error(`no bytes for ${name} in ${file}`);
    const start = segment.offset + address - segment.address;
    return { start, end: start + size };
  });
  const start = Math.min(...ranges.map((range) => range.start));
  const end = Math.max(...ranges.map((range) => range.end));
  const bytes = readExactly(file, start, end - start);
  return ranges.map((range) => bytes.subarray(range.start - start, range.end - start));
}
