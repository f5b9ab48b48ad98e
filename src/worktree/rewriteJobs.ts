import { existsSync } from 'node:fs';
import { FileReader, USUAL_SIZE } from '../base/fileReader.js';
import { readSource } from '../base/readSource.js';
import type { GoModule } from '../model/moduleGraph.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import { NameMap } from '../names/nameMap.js';
import { applyEdits } from '../rewrite/edits.js';
import { rewriteFile } from '../rewrite/rewriteFile.js';
import { writeFile } from '../store/writeFile.js';

/** One file to rewrite. */
export interface RewriteJob {
  file: SourceFile;
  module: GoModule;
  /** Absolute; its directory exists. */
  target: string;
  /** Whether the tree exists as long as what is built from it. */
  lasting: boolean;
}

/**
 * Reads, rewrites and writes all files, in this thread: with a second one, `rewrite` of ten times client-go (31,645 files)
 * took as long on two cores, with 17 % more CPU time and 500 MB instead of 360 (executable; on Node 11 % and 310 instead of 210).
 * @throws GoSyntaxError if a file is not valid Go; SourceChanged if a file was edited; UserError if one cannot be written.
 */
export function runRewriteJobs(jobs: readonly RewriteJob[], plan: RenamePlan): void {
  const ofDependencies = new NameMap(plan);
  const ofOwnCode = new NameMap(plan, 'own');
  const { globalState } = plan;
  const reader = new FileReader();
  const memory = Buffer.allocUnsafeSlow(USUAL_SIZE);
  for (const { file, module, target, lasting } of jobs) {
    const names = file.group === 'dependency' ? ofDependencies : ofOwnCode;
    const source = readSource(reader, file);
    const edits = rewriteFile(file, source, { names, globalState, module, lasting, exists: existsSync });
    writeFile(target, applyEdits(source, edits, memory));
  }
}
