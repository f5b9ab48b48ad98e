/** RenamePlans by hand. */
import type { Group, GroupPrefixes, PackageDecision, RenamePlan } from '../../src/model/renamePlan.js';
import { namePackages } from '../../src/plan/decidePackages.js';

/** Short replacements for `t_1702492315_5f3a9c21` and the like. */
export const PREFIXES: GroupPrefixes = { dependency: 't_1', own: 't_1_own', mainElement: 'm_1' };

export interface Packages {
  main?: string;
  own?: string[];
  dependency?: string[];
  /** Of the standard library. */
  kept?: string[];
}

/** The decisions for packages that are each in a separate module. */
export function decide({
  main = 'example.com/plugin',
  own = [],
  dependency = [],
  kept = [],
}: Packages): PackageDecision[] {
  const renamed = (group: Group, paths: string[], reason: PackageDecision['reason']): PackageDecision[] =>
    paths.map((importPath) => {
      const version = group === 'dependency' ? 'v1.2.3' : undefined;
      return { importPath, module: importPath, version, decision: 'rename', group, reason };
    });
  return [
    ...renamed('main', [main], { kind: 'main-package' }),
    ...renamed('own', own, { kind: 'own-module' }),
    ...renamed('dependency', dependency, { kind: 'third-party' }),
    ...kept.map((importPath): PackageDecision => {
      const reason = { kind: 'standard-library' } as const;
      return {
        importPath,
        module: undefined,
        version: undefined,
        decision: 'keep',
        group: undefined,
        reason,
      };
    }),
  ];
}

/** A plan for these packages. */
export function planOf(packages: Packages, prefixes: GroupPrefixes = PREFIXES): RenamePlan {
  return namePackages(packages.main ?? 'example.com/plugin', decide(packages), prefixes);
}
