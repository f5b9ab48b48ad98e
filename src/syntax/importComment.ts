import type { GoHeader } from './goHeader.js';
import { unquote } from './literals.js';

/**
 * A comment that begins and ends on the line of the package clause, as findImportComment of go/build reads it.
 * Sticky: matched directly after the package name.
 */
const IMPORT_COMMENT =
  /[ \t\r]*(?:\/\/[^\S\n]*import[^\S\n]*([^\n]*?)[^\S\n]*(?=\n|$)|\/\*[^\S\n]*import[^\S\n]*([^\n]*?)[^\S\n]*\*\/)/dy;

/**
 * The import comment after a package clause: `package yaml // import "gopkg.in/yaml.v3"`.
 * @param latin1 - one character per byte.
 * @param afterName - offset of the end of the package name.
 */
export function readImportComment(latin1: string, afterName: number): GoHeader['importComment'] {
  IMPORT_COMMENT.lastIndex = afterName;
  const indices = IMPORT_COMMENT.exec(latin1)?.indices;
  const found = indices?.[1] ?? indices?.[2];
  if (found === undefined) return undefined;
  const [start, end] = found;
  const importPath = unquote(Buffer.from(latin1.slice(start, end), 'latin1').toString());
  return importPath === undefined ? undefined : { importPath, literal: { start, end } };
}
