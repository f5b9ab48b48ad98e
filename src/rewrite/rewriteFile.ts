import { dirname } from 'node:path';
import type { GoModule } from '../model/moduleGraph.js';
import type { NameMap } from '../names/nameMap.js';
import type { GlobalStatePlan } from '../model/globalState.js';
import type { SourceFile } from '../model/sourceFile.js';
import { parseDirectives } from '../syntax/directives.js';
import { parseGoHeader } from '../syntax/headerParser.js';
import { rewriteAssembly } from './assembly.js';
import { rewriteIncludes, rewritePreambles } from './cgo.js';
import { removeConstraints } from './buildConstraints.js';
import type { Edit } from './edits.js';
import { rewriteImports } from './imports.js';
import { rewriteLinknames } from './linkname.js';
import { rewriteNext, rewriteShimCalls } from './shimCalls.js';

export interface RewriteContext {
  names: NameMap;
  globalState: GlobalStatePlan;
  /** Path of the file's module. */
  module: GoModule;
  /** Reports whether a file exists. */
  exists: (path: string) => boolean;
  /** Whether the written tree exists as long as what is built from it. */
  lasting: boolean;
}

/** What an edit is made for. */
export type EditReason =
  'import' | 'global state' | 'linkname' | 'C source' | 'assembly' | 'build constraint';

/** Edits of one kind. */
export interface ReasonedEdits {
  reason: EditReason;
  edits: Edit[];
}

/**
 * Computes the edits that renaming makes in one file, construct by construct. Strings and comments are never changed,
 * except the three kinds of comments that are code: import comments, //go:linkname and #cgo.
 * @throws GoSyntaxError for Go source that go/parser also refuses.
 */
export function rewriteFile(file: SourceFile, source: Buffer, context: RewriteContext): Edit[] {
  return reasonEdits(file, source, context).flatMap(({ edits }) => edits);
}

/** The same, with what each is made for. */
export function reasonEdits(
  file: SourceFile,
  source: Buffer,
  { names, globalState, module, exists, lasting }: RewriteContext,
): ReasonedEdits[] {
  const place = {
    dir: dirname(file.path),
    moduleDir: module.dir,
    local: module.local,
    lasting,
    exists,
  };
  switch (file.kind) {
    case 'assembly':
      return [{ reason: 'assembly', edits: rewriteAssembly(source, names) }];
    case 'c':
      return [{ reason: 'C source', edits: rewriteIncludes(source, place) }];
    case 'other':
    case 'link':
      return [];
    case 'go':
    case 'cgo': {
      const header = parseGoHeader(source, file.path);
      const shim = globalState.shims.find(({ importPath }) => importPath === file.importPath);
      if (shim !== undefined) return [{ reason: 'import', edits: rewriteNext(header, shim.next, names) }];
      const uses = globalState.uses.filter((use) => use.file === file.path);
      return [
        {
          reason: 'build constraint',
          edits: file.named === true ? removeConstraints(source, file, header.packageClause.start) : [],
        },
        { reason: 'import', edits: rewriteImports(header, names) },
        { reason: 'global state', edits: rewriteShimCalls(source, header, uses, names) },
        { reason: 'linkname', edits: rewriteLinknames(parseDirectives(source).linknames, names) },
        { reason: 'C source', edits: rewritePreambles(source, header.cgoPreambles, place) },
      ];
    }
  }
}
