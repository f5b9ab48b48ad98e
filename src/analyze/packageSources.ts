import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../base/diskPath.js';
import type { GoPackage } from '../model/moduleGraph.js';
import { parseDeclarations } from '../syntax/declarations.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import type { SourceFileOfPackage } from './packageNames.js';

/**
 * The header and the declarations of each Go file of a package.
 * @param read - returns a file's bytes.
 * @throws GoSyntaxError for a file that is not valid Go; errors from `read`.
 */
export function readDeclarations(
  { dir, files }: GoPackage,
  read: (file: string) => Buffer = (file) => readFileSync(diskPath(file)),
): SourceFileOfPackage[] {
  return files.go.map((name) => {
    const file = join(dir, name);
    const source = read(file);
    return { file, header: parseGoHeader(source, file), declarations: parseDeclarations(source) };
  });
}
