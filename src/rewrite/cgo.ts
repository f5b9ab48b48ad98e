import { relative, resolve, sep } from 'node:path';
import type { ByteRange } from '../syntax/byteRange.js';
import type { Edit } from './edits.js';

/**
 * C code of a local module may refer to files outside of it, which are not copied: the original ones are named
 * instead, by their whole paths.
 */
export interface CContext {
  /** The original directory that relative paths start from. */
  dir: string;
  /** The original directory of the module. */
  moduleDir: string;
  exists: (path: string) => boolean;
}

/** `${SRCDIR}/x` or `-I../x` in a `#cgo` line: cgo runs the compiler in the package's directory. */
const CGO_PATH = /(?:\$\{SRCDIR\}|(?<=[\s"'=]|-[IL])\.\.?(?![^\s"'/]))(?:\/[^\s"';,]*)?/g;

/** `#include "../x"`; others never leave the module, or are looked for in the directories of `-I`. */
const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*"(\.\.?\/[^"\n]+)"/gm;

/** The same in a preamble, which is a comment: its line may begin with the comment's. */
const PREAMBLE_INCLUDE = /^[ \t]*(?:\/[/*][ \t]*)?#[ \t]*include[ \t]*"(\.\.?\/[^"\n]+)"/gm;

/** @param preambles ranges of the comments above `import "C"`: C source and `#cgo` lines. */
export function rewritePreambles(source: Buffer, preambles: readonly ByteRange[], context: CContext): Edit[] {
  return preambles.flatMap(({ start, end }) => {
    const text = source.subarray(start, end).toString('latin1');
    const edits = editIncludes(text, PREAMBLE_INCLUDE, context);
    for (const line of text.matchAll(/^.*#cgo[ \t].*$/gm)) {
      for (const match of line[0].matchAll(CGO_PATH)) {
        const path = Buffer.from(match[0], 'latin1').toString().replace('${SRCDIR}', '.');
        const target = outside(path, context)?.replaceAll(/\s/g, '\\$&');
        if (target !== undefined) edits.push(edit(line.index + match.index, match[0].length, target));
      }
    }
    return edits.map((one) => ({ ...one, start: start + one.start, end: start + one.end }));
  });
}

/** @param source a C source or header. */
export function rewriteIncludes(source: Buffer, context: CContext): Edit[] {
  return editIncludes(source.toString('latin1'), INCLUDE, context);
}

function editIncludes(latin1: string, pattern: RegExp, context: CContext): Edit[] {
  return [...latin1.matchAll(pattern)].flatMap((match) => {
    const [directive, path = ''] = match;
    const target = outside(Buffer.from(path, 'latin1').toString(), context);
    // What is not there is found by way of some -I.
    if (target === undefined || !context.exists(target)) return [];
    return [edit(match.index + directive.length - 1 - path.length, path.length, target)];
  });
}

/** The absolute path of a file outside the module; undefined for those inside. */
function outside(path: string, { dir, moduleDir }: CContext): string | undefined {
  const target = resolve(dir, path);
  return relative(moduleDir, target).split(sep)[0] === '..' ? target : undefined;
}

function edit(start: number, length: number, text: string): Edit {
  return { start, end: start + length, text };
}
