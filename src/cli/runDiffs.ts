import { formatDiff } from '../report/formatDiff.js';
import { rewrittenFiles, type PlannedFiles } from '../worktree/rewrittenFiles.js';

/** What `build --dry-run -v` shows: a unified diff for each file that the build would change. */
export function formatDiffs(planned: PlannedFiles, cwd: string): string[] {
  return [...rewrittenFiles(planned)].map((file) => formatDiff(file, planned.plan, cwd));
}
