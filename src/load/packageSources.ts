import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoPackage } from '../model/moduleGraph.js';
import { parseDeclarations } from '../syntax/declarations.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import type { SourceFileOfPackage } from '../verify/checks/packageNames.js';

/** The header and the declarations of each Go file of a package. @throws GoSyntaxError, the file system's errors. */
export function readDeclarations({ dir, files }: GoPackage): SourceFileOfPackage[] {
  return files.go.map((name) => {
    const file = join(dir, name);
    const source = readFileSync(file);
    return { file, header: parseGoHeader(source, file), declarations: parseDeclarations(source) };
  });
}
