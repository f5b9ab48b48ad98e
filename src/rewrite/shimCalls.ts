import type { NameMap } from '../names/nameMap.js';
import type { IsolatedUse } from '../model/globalState.js';
import type { GoHeader } from '../syntax/goHeader.js';
import type { Edit } from './edits.js';

/**
 * Redirects uses of the standard library's global state to its shim: `sql.Open` becomes `gorename_sql.Open`. The shim's
 * import goes on the line of the package clause, so that no line moves; a declaration at the end keeps the original
 * import in use.
 */
export function rewriteShimCalls(
  source: Buffer,
  header: GoHeader,
  uses: readonly IsolatedUse[],
  names: NameMap,
): Edit[] {
  const imports = new Map<string, Edit>();
  const keepers = new Map<string, Edit>();
  const selectors = uses.map(({ shim, name, qualifier: { start, end } }): Edit => {
    const alias = `gorename_${shim.split('/').at(-1) ?? ''}`;
    const at = header.packageClause.end;
    const target = names.renamedPath(shim) ?? shim;
    imports.set(shim, { start: at, end: at, text: `; import ${alias} ${JSON.stringify(target)}` });
    const written = source.toString('utf8', start, end);
    const keeper = written === '' ? name : `${written}.${name}`;
    if (!keepers.has(`${shim} ${written}`)) {
      keepers.set(`${shim} ${written}`, {
        start: source.length,
        end: source.length,
        text: `\nvar _ = ${keeper}\n`,
      });
    }
    return { start, end, text: start === end ? `${alias}.` : alias };
  });
  return [...imports.values(), ...selectors, ...keepers.values()];
}

/** Renames what a shim falls back to: its import called `next`, which is the standard library's package as written. */
export function rewriteNext(header: GoHeader, next: string, names: NameMap): Edit[] {
  const target = names.renamedPath(next);
  return header.imports
    .filter(({ name }) => name === 'next' && target !== undefined)
    .map(({ literal }) => ({ ...literal, text: JSON.stringify(target) }));
}
