import { existsSync } from 'node:fs';
import { FileReader } from '../base/fileReader.js';
import { readSource } from '../base/readSource.js';
import type { ModuleGraph } from '../model/moduleGraph.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { NameMap } from '../names/nameMap.js';
import { applyEdits } from '../rewrite/edits.js';
import { reasonEdits, type ReasonedEdits } from '../rewrite/rewriteFile.js';

/** What is planned for the files of a build. */
export interface PlannedFiles {
  graph: ModuleGraph;
  plan: RenamePlan;
  sources: readonly SourceFile[];
}

/** A file of the user, or of a dependency, that is changed in its copy. */
export interface RewrittenFile {
  file: SourceFile;
  source: Buffer;
  rewritten: Buffer;
  /** Without those that have no edits. */
  changes: ReasonedEdits[];
}

/**
 * The files that a build changes in its copies, in the order of their paths; nothing is written.
 * @param only - absolute path of one file; default: all.
 * @throws GoSyntaxError if a file is not valid Go; SourceChanged if a file was edited.
 */
export function* rewrittenFiles(
  { graph, plan, sources }: PlannedFiles,
  only?: string,
): Generator<RewrittenFile> {
  const names = { dependency: new NameMap(plan), own: new NameMap(plan, 'own') };
  const shims = new Set(plan.globalState.shims.map(({ importPath }) => importPath));
  const reader = new FileReader();
  const asked = sources
    .filter(({ path, importPath }) => (only === undefined || path === only) && !shims.has(importPath ?? ''))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of asked) {
    const module = graph.modules.get(file.module);
    if (module === undefined || file.kind === 'other' || file.kind === 'link') continue;
    // The reader's memory is used again.
    const source = Buffer.from(readSource(reader, file));
    const changes = reasonEdits(file, source, {
      names: file.group === 'dependency' ? names.dependency : names.own,
      globalState: plan.globalState,
      module,
      lasting: false,
      exists: existsSync,
    }).filter(({ edits }) => edits.length > 0);
    const rewritten = applyEdits(
      source,
      changes.flatMap(({ edits }) => edits),
    );
    if (!rewritten.equals(source)) yield { file, source, rewritten, changes };
  }
}
