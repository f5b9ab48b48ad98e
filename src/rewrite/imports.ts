import type { NameMap } from '../names/nameMap.js';
import type { GoHeader } from '../syntax/goHeader.js';
import type { Edit } from './edits.js';

/** Renames import specs of every form, and the import comment of the package clause; `import "C"` has no target. */
export function rewriteImports(header: GoHeader, names: NameMap): Edit[] {
  const specs =
    header.importComment === undefined ? header.imports : [header.importComment, ...header.imports];
  return specs.flatMap(({ importPath, literal }) => {
    const target = names.renamedPath(importPath);
    return target === undefined ? [] : [{ ...literal, text: JSON.stringify(target) }];
  });
}
