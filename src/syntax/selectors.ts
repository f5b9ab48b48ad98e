import type Parser from 'tree-sitter';
import type { ByteRange } from '../model/byteRange.js';
import type { GoHeader, ImportSpec } from './goHeader.js';
import { commentsAndLiterals, wordPattern } from './lexer.js';
import { byteText, parse } from './parser.js';
import { findShadows } from './shadows.js';
import type { WantedNames, Doubt } from '../model/wantedNames.js';

/** One use of a name that another package exports. */
export interface Selector {
  importPath: string;
  name: string;
  /** The package name before the dot; empty under a dot import. */
  qualifier: ByteRange;
  /** The offset after the name. */
  end: number;
  /** Position, both from 1; the column counts bytes. */
  line: number;
  column: number;
  /** Undefined if the name is certainly the package's. */
  doubt: Doubt | undefined;
}

/**
 * Finds the uses of `wanted` names in a Go file. The lexer finds them, so none is missed in syntax that the grammar does
 * not know. The tree only shows if a name has another meaning, and is built only for files in which that is possible.
 */
export function findSelectors(source: Buffer, header: GoHeader, wanted: WantedNames): Selector[] {
  const specs = header.imports.filter(({ importPath, name }) => name !== '_' && wanted.has(importPath));
  if (specs.length === 0) return [];
  const code = new Code(source, header.imports.at(-1)?.literal.end ?? 0);
  return specs
    .flatMap((spec) => selectorsOf(spec, code, wanted.get(spec.importPath) ?? new Set()))
    .sort((a, b) => a.qualifier.start - b.qualifier.start);
}

interface Shadows {
  /** Whether the file contains syntax that the grammar does not know. */
  uncertain: boolean;
  at: (index: number) => boolean;
}

/** A file's text without comments and literals; one character per byte, with the file's offsets. */
class Code {
  readonly text: string;
  readonly #latin1: string;
  #root: ReturnType<typeof parse> | undefined;

  /**
   * @param start - offset of the end of the imports.
   */
  constructor(
    source: Buffer,
    readonly start: number,
  ) {
    this.#latin1 = source.toString('latin1');
    let text = '';
    let end = 0;
    for (const token of commentsAndLiterals(this.#latin1)) {
      text += this.#latin1.slice(end, token.start) + blank(this.#latin1.slice(token.start, token.end));
      end = token.end;
    }
    this.text = text + this.#latin1.slice(end);
  }

  get root(): ReturnType<typeof parse> {
    return (this.#root ??= parse(byteText(this.#latin1)));
  }

  /** The offsets of an identifier, without those after a dot (fields, other packages' names). */
  occurrences(identifier: string): number[] {
    return [...this.text.matchAll(new RegExp(wordPattern(identifier), 'g'))]
      .map(({ index }) => index)
      .filter((index) => index >= this.start && !this.#isBehindDot(index));
  }

  #isBehindDot(index: number): boolean {
    let last = index - 1;
    while (/\s/.test(this.text.charAt(last))) last--;
    return this.text.charAt(last) === '.' && !this.text.startsWith('..', last - 2);
  }

  /** Whether an offset is in the scope of a local declaration of the name. */
  shadows(identifier: string): Shadows {
    const ranges = findShadows(this.root, this.#latin1, identifier);
    return {
      uncertain: this.root.hasError,
      at: (index) => ranges.some(({ start, end }) => start <= index && index < end),
    };
  }

  /** Matches a sticky pattern at an offset. */
  matchAt(index: number, pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = index;
    return pattern.exec(this.text);
  }

  place(index: number): { line: number; column: number } {
    const before = this.text.slice(0, index);
    return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
  }
}

/** Replaces everything but line breaks by spaces. */
function blank(token: string): string {
  return token.includes('\n')
    ? token.replace(/[^\n]+/g, (line) => ' '.repeat(line.length))
    : ' '.repeat(token.length);
}

function selectorsOf(spec: ImportSpec, code: Code, names: ReadonlySet<string>): Selector[] {
  if (spec.name === '.') return [...names].flatMap((name) => dotImported(spec.importPath, name, code));
  const { importPath } = spec;
  // Only paths such as `math/rand/v2` do not end with the package name.
  const last =
    importPath
      .replace(/\/v\d+$/, '')
      .split('/')
      .at(-1) ?? '';
  const identifier = Buffer.from(spec.name ?? last).toString('latin1');
  const places = code.occurrences(identifier);
  // A declaration of the name is never followed by a dot: if every use is, there is none.
  const declarable = places.some((index) => !code.matchAt(index + identifier.length, /\s*\.(?!\.)/y));
  let shadows: Shadows | undefined;
  return places.flatMap((index) => {
    const end = index + identifier.length;
    const [selector = '', name] = code.matchAt(end, /\s*\.\s*([A-Z]\w*)(?![\w\x80-\xff])/y) ?? [];
    if (name === undefined || !names.has(name)) return [];
    shadows ??= declarable ? code.shadows(identifier) : { uncertain: false, at: () => false };
    const found = { importPath, name, qualifier: { start: index, end }, end: end + selector.length };
    return selectorAt(code, found, shadows, true);
  });
}

function dotImported(importPath: string, name: string, code: Code): Selector[] {
  const places = code.occurrences(name);
  if (places.length === 0) return [];
  const shadows = code.shadows(name);
  return places.flatMap((index) => {
    const found = { importPath, name, qualifier: { start: index, end: index }, end: index + name.length };
    const node = code.root.descendantForIndex(index, index + name.length);
    return selectorAt(code, found, shadows, isValue(node));
  });
}

/** Undefined if the name is certainly the package's. */
function selectorAt(
  code: Code,
  found: Pick<Selector, 'importPath' | 'name' | 'qualifier' | 'end'>,
  { at, uncertain }: Shadows,
  isValue: boolean,
): Selector[] {
  const { start } = found.qualifier;
  const isUse = isValue && !at(start);
  if (!isUse && !uncertain) return [];
  return [{ ...found, ...code.place(start), doubt: uncertain ? (isUse ? 'taken' : 'left') : undefined }];
}

/**
 * Whether a name that nothing declares locally is a variable or function, not a field, label or literal's key.
 * In `f[Name](x)` the grammar finds a type.
 */
function isValue({ type, parent }: Parser.SyntaxNode): boolean {
  if (parent === null || (type !== 'identifier' && type !== 'type_identifier')) return false;
  const grandparent = parent.parent;
  const isKey = grandparent?.type === 'keyed_element' && grandparent.namedChildren[0]?.id === parent.id;
  return !(parent.type === 'literal_element' && isKey);
}
