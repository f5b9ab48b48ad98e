import type { NameMap } from '../names/nameMap.js';
import type { ByteRange } from '../model/byteRange.js';
import type { Edit } from './edits.js';

/**
 * Go assembly writes a symbol of another package with its whole path, `github·com∕x∕y·f`; `·f` is the package's symbol
 * and needs no change. Comments, strings and characters are skipped; identifiers are those of cmd/asm/internal/lex,
 * with every byte above ASCII treated as part of a letter.
 */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_\x80-\xff][\w\x80-\xff]*/g;

/** The middle dot of UTF-8, one character per byte. */
const DOT = '\xc2\xb7';

/**
 * @param source - a .s file of Go's assembler, or a header that one includes.
 */
export function rewriteAssembly(source: Buffer, names: NameMap): Edit[] {
  return assemblySymbols(source).flatMap(({ symbol, start, end }) => {
    const target = names.renamedAssemblySymbol(symbol);
    return target === undefined ? [] : [{ start, end, text: target }];
  });
}

/** The identifiers with a middle dot, and their byte ranges. */
export function assemblySymbols(source: Buffer): (ByteRange & { symbol: string })[] {
  // One character per byte: indices are byte offsets, whatever encoding a comment is in.
  return [...source.toString('latin1').matchAll(TOKEN)]
    .filter(({ 0: token }) => token.includes(DOT))
    .map(({ 0: token, index }) => {
      const symbol = Buffer.from(token, 'latin1').toString();
      return { symbol, start: index, end: index + token.length };
    });
}

/** The quoted paths that an assembly file or header includes. */
export function assemblyIncludes(source: Buffer): string[] {
  return [...source.toString().matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)].map(
    (match) => match[1] ?? '',
  );
}
