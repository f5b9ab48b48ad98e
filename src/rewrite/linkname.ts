import type { NameMap } from '../names/nameMap.js';
import type { LinknameDirective } from '../syntax/directives.js';
import type { Edit } from './edits.js';

/** Renames the targets of //go:linkname directives that are in renamed packages; targets in the standard library stay. */
export function rewriteLinknames(linknames: readonly LinknameDirective[], names: NameMap): Edit[] {
  return linknames.flatMap(({ target, targetRange }) => {
    if (target === undefined || targetRange === undefined) return [];
    const renamed = names.renamedSymbol(target);
    return renamed === undefined ? [] : [{ ...targetRange, text: renamed }];
  });
}
