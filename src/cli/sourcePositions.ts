import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * A stack trace whose places in compiled files are the sources' own: `src/plan/prefix.ts:20:3`. What has no source map
 * beside it stays as it is. Node's own --enable-source-maps reads all maps at each start, for 50 ms.
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
