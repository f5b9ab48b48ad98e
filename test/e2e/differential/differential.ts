/**
 * The comparison of src/syntax with Go's own parser.
 *
 * What counts as accepted by Go: for the header, parser.ImportsOnly with comments, since a header must not be
 * refused for what comes behind it; for directives, the full parse, since only such a file is ever compiled.
 * A file whose header Go rejects has to be refused by a GoSyntaxError. A file that only the full parse rejects
 * may be refused as well, or else the header has to agree.
 */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { applyEdits } from '../../../src/rewrite/edits.js';
import { parseDirectives } from '../../../src/syntax/directives.js';
import type { GoHeader } from '../../../src/syntax/goHeader.js';
import { parseAnyHeader, parseGoHeader } from '../../../src/syntax/headerParser.js';
import { GoSyntaxError } from '../../../src/syntax/goSyntaxError.js';
import { readPlainHeader } from '../../../src/syntax/plainHeader.js';
import type { GoAnswer, Source } from './goParser.js';

/** How the files of a corpus compare; `differences` has the files and what each side says, and should be empty. */
export interface Comparison {
  files: number;
  /** Files whose headers are read without the parser. */
  plain: number;
  imports: number;
  importComments: number;
  cgoPreambles: number;
  linknames: number;
  embeds: number;
  /** Refused by both. */
  rejected: string[];
  /** Refused by us and by Go's full parse, not by ImportsOnly. */
  refusedEarly: string[];
  differences: { file: string; ours: unknown; go: unknown }[];
}

export type Ask = (sources: Iterable<Source>) => AsyncGenerator<Source & GoAnswer>;

export async function compareWithGo(ask: Ask, sources: Iterable<Source>): Promise<Comparison> {
  const result: Comparison = {
    files: 0,
    plain: 0,
    imports: 0,
    importComments: 0,
    cgoPreambles: 0,
    linknames: 0,
    embeds: 0,
    rejected: [],
    refusedEarly: [],
    differences: [],
  };
  for await (const { file, source, header, headerError, directives } of ask(sources)) {
    result.files++;
    const ours = tryParseGoHeader(source, file);
    if (ours instanceof GoSyntaxError && header === undefined) result.rejected.push(file);
    else if (ours instanceof GoSyntaxError && directives === undefined) result.refusedEarly.push(file);
    else if (!isDeepStrictEqual(ours, header))
      result.differences.push({ file, ours, go: header ?? headerError });
    else if (readPlainHeader(source) !== undefined) {
      // The parser's answer has been asked for in the other files alone.
      result.plain++;
      const parsed = parseAnyHeader(source, file);
      if (!isDeepStrictEqual(parsed, header)) result.differences.push({ file, ours: parsed, go: header });
    }
    result.imports += header?.imports.length ?? 0;
    result.importComments += header?.importComment ? 1 : 0;
    result.cgoPreambles += header?.cgoPreambles.length ?? 0;

    if (directives === undefined) continue;
    const found = parseDirectives(source);
    if (!isDeepStrictEqual(found, directives)) result.differences.push({ file, ours: found, go: directives });
    result.linknames += directives.linknames.length;
    result.embeds += directives.embeds.length;
  }
  return result;
}

/**
 * Gives every import of every file another path, the way the import rewriter does, and compares the results with
 * Go's parser: each has to hold exactly the planned imports, under the same names, on the same lines.
 * @returns how many imports were renamed.
 */
export async function renameImportsAndCompare(ask: Ask, sources: Iterable<Source>): Promise<number> {
  const planned = new Map<string, PlannedImport[]>();
  let renamed = 0;
  for await (const { file, source, header } of ask(renameImports(sources, planned))) {
    const expected = planned.get(file);
    planned.delete(file);
    assert(expected && header, `${file}: Go rejects the header after the edits`);
    const found = header.imports.map(({ importPath, name, literal }): PlannedImport => {
      return { importPath, name, line: lineOf(source, literal.start) };
    });
    assert.deepEqual(found, expected, file);
    assert.deepEqual(parseGoHeader(source, file), header, file);
    renamed += expected.length;
  }
  return renamed;
}

interface PlannedImport {
  importPath: string;
  name: string | undefined;
  line: number;
}

/** The line of an offset, from 0. */
function lineOf(source: Buffer, offset: number): number {
  return source.toString('latin1', 0, offset).split('\n').length - 1;
}

function* renameImports(sources: Iterable<Source>, planned: Map<string, PlannedImport[]>): Generator<Source> {
  for (const { file, source } of sources) {
    const header = tryParseGoHeader(source, file);
    if (header instanceof GoSyntaxError) continue;
    const renamed = header.imports.map((spec) => ({
      ...spec,
      importPath: `t_1700000000/${spec.importPath}`,
    }));
    const edits = renamed.map(({ literal, importPath }) => ({
      ...literal,
      text: JSON.stringify(importPath),
    }));
    planned.set(
      file,
      renamed.map(({ importPath, name, literal }) => {
        return { importPath, name, line: lineOf(source, literal.start) };
      }),
    );
    yield { file, source: applyEdits(source, edits) };
  }
}

function tryParseGoHeader(source: Buffer, file: string): GoHeader | GoSyntaxError {
  try {
    return parseGoHeader(source, file);
  } catch (error) {
    if (error instanceof GoSyntaxError) return error;
    throw error;
  }
}
