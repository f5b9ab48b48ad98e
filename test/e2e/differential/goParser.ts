/** Go's own parser, asked through the program in goparser/. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Directives } from '../../../src/syntax/directives.js';
import type { GoHeader } from '../../../src/syntax/goHeader.js';
import { tempDir } from '../../support/files.js';
import { goBuild } from '../../support/go.js';

/** The answer of goparser/main.go about one file, with what Go calls absent as undefined. */
export interface GoAnswer {
  file: string;
  /** undefined, and `headerError` says why, when Go rejects the file even with ImportsOnly. */
  header: GoHeader | undefined;
  headerError: string | undefined;
  /** undefined when Go's full parse rejects the file. */
  directives: Directives | undefined;
}

export interface Source {
  file: string;
  source: Buffer;
}

export const goParserDir = join(import.meta.dirname, 'goparser');

/** Builds the program. The function that it returns hands each source to it and yields the answers, in order. */
export async function buildGoParser(): Promise<
  (sources: Iterable<Source>) => AsyncGenerator<Source & GoAnswer>
> {
  const program = await goBuild(goParserDir, join(tempDir(), 'goparser'));
  return (sources) => askGoParser(program, sources);
}

async function* askGoParser(program: string, sources: Iterable<Source>): AsyncGenerator<Source & GoAnswer> {
  const asked: Source[] = [];
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  Readable.from(frames(sources, asked)).pipe(child.stdin);
  for await (const line of createInterface({ input: child.stdout })) {
    const source = asked.shift();
    // JSON knows no undefined: Go's nil arrives as null.
    const answer = JSON.parse(line, (_, value: unknown) => value ?? undefined) as GoAnswer;
    assert(source && answer.file === source.file);
    // JSON.parse drops keys whose value is undefined; our own objects have them.
    yield { ...source, ...complete(answer) };
  }
  assert.deepEqual(await exit, [0, null]);
  assert.equal(asked.length, 0, 'a file was not answered');
}

function* frames(sources: Iterable<Source>, asked: Source[]): Generator<Buffer> {
  for (const source of sources) {
    asked.push(source);
    yield Buffer.from(`${source.source.length} ${source.file}\n`);
    yield source.source;
  }
}

function complete({ file, header, headerError, directives }: GoAnswer): GoAnswer {
  return {
    file,
    headerError,
    header: header && {
      ...header,
      importComment: header.importComment,
      imports: header.imports.map((spec) => ({ ...spec, name: spec.name })),
    },
    directives: directives && {
      ...directives,
      linknames: directives.linknames.map((linkname) => ({
        ...linkname,
        target: linkname.target,
        targetRange: linkname.targetRange,
      })),
    },
  };
}
