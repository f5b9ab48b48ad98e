import type { NameMap } from '../model/names.js';
import type { Edit } from './edits.js';

/**
 * Go assembly writes a symbol of another package with its whole path, `github·com∕x∕y·f`; `·f` is the package's
 * own and needs nothing. Comments and strings are skipped; identifiers are those of cmd/asm/internal/lex.
 */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|[\p{L}_\u00b7\u2215][\p{L}\p{Nd}_\u00b7\u2215~]*/gu;

/** @param source a .s file of Go's assembler, or a header that one includes. */
export function rewriteAssembly(source: Buffer, names: NameMap): Edit[] {
  // Only U+00B7 after a path element can need an edit; most files have none but the leading one of `·f`.
  const text = source.toString();
  const edits: Edit[] = [];
  let bytes = 0;
  let characters = 0;
  for (const match of text.matchAll(TOKEN)) {
    const target = names.assemblySymbol(match[0]);
    if (target === undefined) continue;
    bytes += Buffer.byteLength(text.slice(characters, match.index));
    characters = match.index;
    edits.push({ start: bytes, end: bytes + Buffer.byteLength(match[0]), text: target });
  }
  return edits;
}

/** The quoted paths that an assembly file or header includes. */
export function assemblyIncludes(source: Buffer): string[] {
  return [...source.toString('latin1').matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm)].map(
    (match) => match[1] ?? '',
  );
}
