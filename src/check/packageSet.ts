import type { Finding } from '../findings/finding.js';
import type { RenamePlan } from '../model/renamePlan.js';

/**
 * Verifies that a built plugin contains exactly the planned packages.
 * @param built - import paths whose hashes the linker recorded.
 * @param isStandard - whether a package is in the standard library; the linker adds some of these itself
 *   (runtime/cgo, runtime/race).
 */
export function checkPackageSet(
  built: ReadonlySet<string>,
  plan: RenamePlan,
  isStandard: (importPath: string) => boolean,
): Finding[] {
  const planned = new Set<string>();
  const missing: Finding[] = [];
  for (const { importPath: original, to, decision } of plan.packages.values()) {
    for (const importPath of decision === 'split' ? [original, to] : [to]) {
      planned.add(importPath);
      // `unsafe` is built into the compiler and never linked.
      if (!built.has(importPath) && importPath !== 'unsafe')
        missing.push({ kind: 'missing-package', builtAs: importPath, importPath: original });
    }
  }
  const unplanned = [...built].filter((importPath) => !planned.has(importPath) && !isStandard(importPath));
  return [
    ...unplanned.map((importPath): Finding => {
      return { kind: 'unplanned-package', builtAs: importPath, plannedAs: plan.packages.get(importPath)?.to };
    }),
    ...missing,
  ];
}
