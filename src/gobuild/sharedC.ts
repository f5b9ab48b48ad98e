import type { Prepared } from '../plan/prepared.js';
import { readArchiveSymbols } from '../binary/objdump.js';
import { findCLibraries } from './cLibraries.js';
import { compilePackages } from './hideCSymbols.js';
import type { CompileRequest } from './goBuild.js';

/**
 * The C functions and variables of packages that are intentionally shared with the host: the host's code runs.
 * @returns import path → names; packages without C are left out.
 */
export async function readSharedC(
  { plan, graph }: Pick<Prepared, 'plan' | 'graph'>,
  request: CompileRequest,
): Promise<Map<string, string[]>> {
  const shared = [...plan.packages.values()].filter(({ importPath, module, decision }) => {
    const files = graph.packages.get(importPath)?.files;
    const hasC = files !== undefined && files.cgo.length + files.native.length > 0;
    return decision === 'keep' && module !== undefined && hasC;
  });
  const symbols = new Map<string, string[]>();
  const originals = new Map(shared.map(({ importPath }) => [importPath, importPath]));
  for (const compiled of await compilePackages(originals, request)) {
    const { archives } = await findCLibraries([compiled], request.settings.env, request.root);
    const names = await readArchiveSymbols([compiled.archive, ...archives], request.root);
    symbols.set(compiled.importPath, [...new Set(names)]);
  }
  return symbols;
}
