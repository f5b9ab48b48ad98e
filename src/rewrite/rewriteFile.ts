import { dirname } from 'node:path';
import type { GoModule } from '../model/moduleGraph.js';
import type { NameMap } from '../model/names.js';
import type { SourceFile } from '../model/sourceFile.js';
import { parseDirectives } from '../syntax/directives.js';
import { parseGoHeader } from '../syntax/goHeader.js';
import { rewriteAssembly } from './assembly.js';
import { rewriteSourceDirectory } from './cgo.js';
import type { Edit } from './edits.js';
import { rewriteImports } from './imports.js';
import { rewriteLinknames } from './linkname.js';

/**
 * What renaming changes in one file, construct by construct. Strings and comments are never touched, but for the
 * three comments that are code: import comments, //go:linkname and #cgo.
 * @throws GoSyntaxError for Go source that go/parser would refuse, too.
 */
export function rewriteFile(file: SourceFile, source: Buffer, names: NameMap, module: GoModule): Edit[] {
  if (file.kind === 'assembly') return rewriteAssembly(source, names);
  if (file.kind === 'other') return [];
  const header = parseGoHeader(source, file.path);
  const edits = [
    ...rewriteImports(header, names),
    ...rewriteLinknames(parseDirectives(source).linknames, names),
  ];
  if (module.local && header.hasCgo) {
    edits.push(...rewriteSourceDirectory(source, header.cgoPreambles, dirname(file.path), module.dir));
  }
  return edits;
}
