import { shortPath } from '../base/shortPath.js';
import { describeReason, type RenamePlan } from '../model/renamePlan.js';
import type { SourceFile } from '../model/sourceFile.js';
import type { Edit } from '../rewrite/edits.js';
import type { EditReason } from '../rewrite/rewriteFile.js';
import type { RewrittenFile } from '../worktree/rewrittenFiles.js';

/** Which package a file belongs to, and what a build changes in it, each change with its reason. */
export function formatRewritten(
  file: SourceFile,
  rewritten: RewrittenFile | undefined,
  plan: RenamePlan,
  cwd: string,
): string {
  const planned = plan.packages.get(file.importPath ?? '');
  const place = planned === undefined ? file.module : `${planned.importPath} -> ${planned.to}`;
  const why = planned === undefined ? '' : `\n  ${describeReason(planned.reason)}`;
  const head = `${shortPath(file.path, cwd)}: ${place}${why}`;
  if (rewritten === undefined) return `${head}\nThe copy has the same bytes.`;
  const { source, changes } = rewritten;
  const all = changes.flatMap(({ reason, edits }) => edits.map((edit) => ({ reason, edit })));
  const lines = all
    .sort((a, b) => a.edit.start - b.edit.start)
    .map(({ reason, edit }) => `  ${placeOf(source, edit.start)}  ${describe(reason, edit, source, plan)}`);
  return [head, ...lines].join('\n');
}

/** `line:column`, in bytes, as Go counts. */
function placeOf(source: Buffer, offset: number): string {
  const before = source.subarray(0, offset).toString('latin1');
  const line = before.split('\n').length;
  return `${String(line)}:${String(offset - before.lastIndexOf('\n'))}`;
}

const WHY: Record<EditReason, string> = {
  import: 'import of a renamed package',
  'global state': 'global state that is private to the plugin',
  linkname: 'a go:linkname directive names a symbol of a renamed package',
  'C source': 'a path in C source or #cgo, which the copy would resolve to another file',
  assembly: 'assembly names a symbol of a renamed package',
  'build constraint': 'the file was named, so its constraints do not apply',
};

function describe(reason: EditReason, { start, end, text }: Edit, source: Buffer, plan: RenamePlan): string {
  const before = source.toString('utf8', start, end);
  const change = before === '' ? `adds ${text.trim()}` : `${before} -> ${text}`;
  return `${change}\n      ${whyImport(reason, before, plan) ?? WHY[reason]}`;
}

function whyImport(reason: EditReason, before: string, plan: RenamePlan): string | undefined {
  const planned = reason === 'import' ? plan.packages.get(before.slice(1, -1)) : undefined;
  return planned && describeReason(planned.reason);
}
