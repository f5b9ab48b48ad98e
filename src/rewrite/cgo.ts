import { resolve } from 'node:path';
import { isWithin } from '../base/isWithin.js';
import type { ByteRange } from '../model/byteRange.js';
import type { Edit } from './edits.js';

/**
 * C code of a local module may refer to files outside of it, which are not copied: the rewritten code refers to the
 * original files by their absolute paths.
 */
export interface CContext {
  /** The original directory that relative paths start from. */
  dir: string;
  /** The original directory of the module. */
  moduleDir: string;
  /** Whether the module is in the user's directory: in the module cache, C code cannot refer to files outside of it. */
  local: boolean;
  /** Whether the copy exists as long as what is built from it: run-time search paths may name it. */
  lasting: boolean;
  exists: (path: string) => boolean;
}

/** `${SRCDIR}/x` or `-I../x` in a `#cgo` line: cgo runs the compiler in the package's directory. */
const CGO_PATH = /(?:\$\{SRCDIR\}|(?<=[\s"'=]|-[IL])\.\.?(?![^\s"'/]))(?:\/[^\s"';,]*)?/g;

/**
 * `${SRCDIR}` in an entry of the run-time search path, which the linker writes into the plugin: `-Wl,-rpath,${SRCDIR}/lib`,
 * `-Wl,-z,now,-rpath=x:${SRCDIR}`, `-Wl,-R,${SRCDIR}`, `-Wl,-rpath -Wl,${SRCDIR}` (cmd/go/internal/work/security.go).
 */
const RUN_PATH = /(?<=-Wl,(?:[^\s]*,)?(?:-rpath(?:[=,]|\s+-Wl,)|-R(?:,|\s+-Wl,)?)[^\s,]*)\$\{SRCDIR\}/g;

/** `#include "../x"`; other includes stay in the module, or are searched in the directories of `-I`. */
const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*"(\.\.?\/[^"\n]+)"/gm;

/** The same in a preamble, which is a comment: its line may begin with the comment marker. */
const PREAMBLE_INCLUDE = /^[ \t]*(?:\/[/*][ \t]*)?#[ \t]*include[ \t]*"(\.\.?\/[^"\n]+)"/gm;

/** Whether `#cgo` lines of a Go source may put its directory into the run-time search path. */
export function namesRunPath(source: Buffer): boolean {
  return source.includes('${SRCDIR}') && /#cgo[ \t].*-Wl,.*(?:-rpath|-R)/.test(source.toString('latin1'));
}

/**
 * @param preambles - ranges of the comments above `import "C"`: C source and `#cgo` lines.
 */
export function rewritePreambles(source: Buffer, preambles: readonly ByteRange[], context: CContext): Edit[] {
  return preambles.flatMap(({ start, end }) => {
    const text = source.subarray(start, end).toString('latin1');
    const edits = context.local ? editIncludes(text, PREAMBLE_INCLUDE, context) : [];
    for (const { index, 0: line } of text.matchAll(/^.*#cgo[ \t].*$/gm))
      for (const one of editFlags(line, context)) edits.push(edit(index + one.at, one.length, one.path));
    return edits.map((one) => ({ ...one, start: start + one.start, end: start + one.end }));
  });
}

/** The paths in a `#cgo` line that must refer to the original. */
function editFlags(line: string, context: CContext): { at: number; length: number; path: string }[] {
  const edits = context.local
    ? [...line.matchAll(CGO_PATH)].flatMap(({ index, 0: text }) => {
        const path = outside(Buffer.from(text, 'latin1').toString().replace('${SRCDIR}', '.'), context);
        // The rest is as in the line, already escaped if needed.
        return path === undefined
          ? []
          : [{ at: index, length: text.length, path: path.replaceAll(/\s/g, '\\$&') }];
      })
    : [];
  if (context.lasting) return edits;
  for (const { index, 0: text } of line.matchAll(RUN_PATH)) {
    const isDone = edits.some(({ at, length }) => index >= at && index < at + length);
    if (!isDone) edits.push({ at: index, length: text.length, path: escape(context.dir) });
  }
  return edits.sort((a, b) => a.at - b.at);
}

/** Reads it as go/build (splitQuoted) does, inside and outside of quotes. */
function escape(path: string): string {
  return path.replaceAll(/[\s'"\\]/g, '\\$&');
}

/**
 * @param source - a C source or header.
 */
export function rewriteIncludes(source: Buffer, context: CContext): Edit[] {
  return editIncludes(source.toString('latin1'), INCLUDE, context);
}

function editIncludes(latin1: string, pattern: RegExp, context: CContext): Edit[] {
  return [...latin1.matchAll(pattern)].flatMap((match) => {
    const [directive, path = ''] = match;
    const target = outside(Buffer.from(path, 'latin1').toString(), context);
    // A file that does not exist here is found through some -I.
    if (target === undefined || !context.exists(target)) return [];
    return [edit(match.index + directive.length - 1 - path.length, path.length, target)];
  });
}

/** The absolute path of a file outside the module; undefined for those inside. */
function outside(path: string, { dir, moduleDir }: CContext): string | undefined {
  const target = resolve(dir, path);
  return isWithin(target, moduleDir) ? undefined : target;
}

function edit(start: number, length: number, text: string): Edit {
  return { start, end: start + length, text };
}
