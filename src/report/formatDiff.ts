import { basename } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { shortPath } from '../base/shortPath.js';
import type { RenamePlan } from '../model/renamePlan.js';
import type { RewrittenFile } from '../worktree/rewrittenFiles.js';

/** A unified diff of one file; the new name is that of the package that it is compiled into. */
export function formatDiff(
  { file, source, rewritten }: RewrittenFile,
  plan: RenamePlan,
  cwd: string,
): string {
  const { path, importPath = '' } = file;
  const target = `${plan.packages.get(importPath)?.to ?? importPath}/${basename(path)}`;
  const patch = createTwoFilesPatch(shortPath(path, cwd), target, source.toString(), rewritten.toString());
  // The first line is a rule.
  return patch.replace(/^=+\n/, '').trimEnd();
}
