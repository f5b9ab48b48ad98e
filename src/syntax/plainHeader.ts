import type { GoHeader, ImportSpec } from './goHeader.js';
import { USUAL_HEADER } from './headerText.js';
import { readImportComment } from './importComment.js';
import { findFirstCode } from './lexer.js';

// Each matches at one offset and in one way only, so none can take longer than its match is long.
const PACKAGE_CLAUSE = /package[ \t]+([A-Za-z]\w*)/y;
const LINE_END = /[ \t]*(?:\/\/[^\n]*|\r)?(?:\n|$)/y;
const IMPORT = /import[ \t]+/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;
const SPEC = /(?:([A-Za-z_]\w*|\.)[ \t]+)?"([\w./+-]+)"/y;
const DECLARATION = /(?:func|type|var|const)(?![\w\x80-\xff])/y;

const KEYWORDS = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map package range ' +
    'return select struct switch type var'
  ).split(' '),
);

/**
 * The header of a Go file in the form in which gofmt leaves nearly all of them: ASCII, one line per import, comments
 * before lines and at their ends. Undefined for any other file, and for one with `import "C"`, because only the parser
 * finds its preamble. Half of the time to rename many modules was spent on parsing headers as plain as this.
 */
export function readPlainHeader(source: Buffer): GoHeader | undefined {
  const header = readFrom(source.toString('latin1', 0, USUAL_HEADER), source.length <= USUAL_HEADER);
  return header ?? (source.length <= USUAL_HEADER ? undefined : readFrom(source.toString('latin1'), true));
}

/**
 * @param text - one character per byte.
 * @param whole - whether it is the whole file; if not, it is the beginning.
 */
function readFrom(text: string, whole: boolean): GoHeader | undefined {
  let position = findFirstCode(text);
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found !== null) position = pattern.lastIndex;
    return found;
  };

  const packageName = match(PACKAGE_CLAUSE)?.[1];
  if (packageName === undefined || KEYWORDS.has(packageName)) return undefined;
  const packageClause = { start: position - packageName.length, end: position };
  const importComment = readImportComment(text, position);
  if (match(LINE_END) === null) return undefined;

  const skipBlanks = (): number => (position = findFirstCode(text, position));

  const imports: ImportSpec[] = [];
  const readSpec = (): boolean => {
    const spec = match(SPEC);
    const [, name, importPath] = spec ?? [];
    if (importPath === undefined || importPath === 'C' || KEYWORDS.has(name ?? '')) return false;
    imports.push({
      importPath,
      name,
      literal: { start: position - importPath.length - 2, end: position },
    });
    return match(LINE_END) !== null;
  };
  for (skipBlanks(); match(IMPORT) !== null; skipBlanks()) {
    if (match(OPEN) === null) {
      if (!readSpec()) return undefined;
      continue;
    }
    if (match(LINE_END) === null) return undefined;
    for (skipBlanks(); match(CLOSE) === null; skipBlanks()) if (!readSpec()) return undefined;
    if (match(LINE_END) === null) return undefined;
  }
  if (!(whole && position === text.length)) {
    // At the very end of the piece a keyword may be the start of a longer word.
    if (match(DECLARATION) === null || (!whole && position === text.length)) return undefined;
  }
  return { packageName, packageClause, importComment, imports, hasCgo: false, cgoPreambles: [] };
}
