import { relative, resolve } from 'node:path';
import type { ByteRange } from '../syntax/byteRange.js';
import type { Edit } from './edits.js';

/**
 * `#cgo` lines may reach out of the module (`-I${SRCDIR}/../../clib`), which only a local module can: there the
 * original directory is named instead, since nothing outside the module is copied.
 * @param preambles ranges of the comments above `import "C"`; @param dir the original directory of the package;
 * @param moduleDir the original directory of its module.
 */
export function rewriteSourceDirectory(
  source: Buffer,
  preambles: readonly ByteRange[],
  dir: string,
  moduleDir: string,
): Edit[] {
  return preambles.flatMap(({ start, end }) => {
    const text = source.subarray(start, end).toString('latin1');
    const edits: Edit[] = [];
    for (const line of text.matchAll(/^.*#cgo[ \t].*$/gm)) {
      for (const match of line[0].matchAll(/\$(?:\{SRCDIR\}|SRCDIR)((?:\/[^\s"';,]*)?)/g)) {
        const target = resolve(dir, `.${match[1] ?? ''}`);
        if (!relative(moduleDir, target).startsWith('..')) continue;
        const from = start + line.index + match.index;
        edits.push({ start: from, end: from + match[0].length, text: target });
      }
    }
    return edits;
  });
}
