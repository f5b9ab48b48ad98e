import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * A stack trace with the positions in the sources, `src/plan/prefix.ts:20:3`, instead of those in compiled files. A file
 * without a source map beside it is not changed. Node's own --enable-source-maps reads all maps at each start, for 50 ms.
 */
export function toSourcePositions(trace: string): string {
  return trace.replace(
    /(file:[^\s()]+\.js):(\d+):(\d+)/g,
    (place, url: string, line: string, column: string) => {
      const mapFile = `${fileURLToPath(url)}.map`;
      if (!existsSync(mapFile)) return place;
      const map = new SourceMap(JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMapPayload);
      const origin = map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in origin)) return place;
      const { originalSource, originalLine, originalColumn } = origin;
      // Sources are named from the compiled file's directory, two levels down.
      return `${originalSource.replace(/^(\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`;
    },
  );
}
